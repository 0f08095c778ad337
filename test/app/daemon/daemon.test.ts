import { describe, expect, it } from 'vitest';
import type { MailgunReader } from '../../../src/ports/mailgun-api.ts';
import { groupOf, openedWith, stageDaemon } from '../../support/daemon-parts.ts';

type Read = MailgunReader['readWebhooks'];

const inSync: Read = (key) => Promise.resolve({ kind: 'read', ...key, webhooks: {}, unknownHooks: [] });
const never: Read = () => new Promise(() => undefined);

/** A daemon on one account whose domains are read in that way. */
function daemonOn(read: Read, budget: { readonly remaining: number } = { remaining: 300 }) {
  const staged = stageDaemon();
  const { clock } = staged;
  staged.want([groupOf('a', () => Promise.resolve(openedWith('a', { clock, read, budget })))]);
  return staged;
}

const conditions = ({ daemon }: ReturnType<typeof stageDaemon>) =>
  daemon.status().accounts.map(({ account, domains }) => `${account}: ${domains[0]?.condition}`);

describe('the daemon', () => {
  it('is alive, and works on the others, while an account is being opened for however long', async () => {
    const staged = stageDaemon();
    const { clock, daemon } = staged;
    staged.want([
      groupOf('a', () => new Promise(() => undefined)),
      groupOf('b', () => Promise.resolve(openedWith('b', { clock, read: inSync }))),
    ]);
    await staged.pass(3600);
    expect(daemon.liveness().alive).toBe(true);
    expect(conditions(staged)).toEqual(['a: pending', 'b: in-sync']);
    expect(daemon.sync('a')).toBe(true);
    expect(daemon.sync('c')).toBe(false);
  });

  it('is not alive when the loop of an account hangs for longer than the longest pause, and says which', async () => {
    const staged = daemonOn(never);
    await staged.pass(11 * 60);
    expect(staged.daemon.liveness().alive).toBe(true);
    await staged.pass(2 * 60);
    expect(staged.daemon.liveness()).toEqual({
      alive: false,
      message: "nothing has happened on account 'a' for 12 minutes",
    });
  });

  it('is alive while the loop of an account waits for its budget, also for hours', async () => {
    const staged = daemonOn(never, { remaining: 0 });
    await staged.pass(60);
    expect(staged.daemon.liveness().alive).toBe(true);
    await staged.pass(3 * 3600);
    expect(staged.daemon.liveness().alive).toBe(true);
  });

  it('ends in time although something hangs: it says so, and keeps the lease, under which that may still go on', async () => {
    const staged = daemonOn(never);
    await staged.pass(2);
    const ended = staged.stop();
    await staged.pass(10);
    expect(await ended).toBe(false);
    expect(staged.released()).toBe(0);
    expect(staged.entries).toContainEqual(expect.objectContaining({ event: 'stop-cut', level: 'error' }));
  });

  it('gives leadership back when all has ended', async () => {
    const staged = daemonOn(inSync);
    await staged.pass(2);
    expect(await staged.stop()).toBe(true);
    expect(staged.released()).toBe(1);
  });

  it('ends with the bug that ended the loop of an account, and gives everything back', async () => {
    const bug = new TypeError('a bug');
    const staged = daemonOn(() => Promise.reject(bug));
    await staged.pass(2);
    await expect(staged.ran).rejects.toBe(bug);
    expect(staged.released()).toBe(1);
  });

  it('tries again to open what could not be opened, and tells the reason once', async () => {
    let tries = 0;
    const staged = stageDaemon();
    const { clock } = staged;
    staged.want([
      groupOf('a', () => {
        tries += 1;
        return Promise.resolve(
          tries < 4 ? { kind: 'unusable', reason: 'no key' } : openedWith('a', { clock, read: inSync }),
        );
      }),
    ]);
    await staged.pass(5);
    expect(staged.daemon.status().accounts[0]?.halted).toBe('no key');
    await staged.pass(40);
    expect(tries).toBe(4);
    expect(staged.daemon.status().accounts[0]?.halted).toBeUndefined();
    expect(staged.entries.filter(({ kind }) => kind === 'account-halted')).toHaveLength(1);
  });

  it('leaves accounts alone that stay the same, and opens others when those before them are closed', async () => {
    const staged = stageDaemon();
    const { clock } = staged;
    const story: string[] = [];
    const tellingGroup = (name: string, signature: string) =>
      groupOf(
        name,
        () => {
          story.push(`open ${signature}`);
          const closed = () => void story.push(`close ${signature}`);
          return Promise.resolve(openedWith(name, { clock, read: inSync, closed }));
        },
        signature,
      );
    staged.want([tellingGroup('a', 'a1'), tellingGroup('b', 'b1')]);
    await staged.pass(5);
    staged.want([tellingGroup('a', 'a2'), tellingGroup('b', 'b1')]);
    await staged.pass(5);
    expect(story).toEqual(['open a1', 'open b1', 'close a1', 'open a2']);
    staged.want([]);
    await staged.pass(5);
    expect(story.slice(4).sort()).toEqual(['close a2', 'close b1']);
    expect(staged.daemon.status().accounts).toEqual([]);
  });
});
