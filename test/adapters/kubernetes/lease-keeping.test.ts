import { describe, expect, it } from 'vitest';
import { holder, ledBy, NEVER, PROMPT, SECOND } from '../../support/lease-server/election.ts';

describe('keeping the lease', () => {
  it('lets a write start until 6 s after the last successful renewal was sent', async () => {
    const place = await ledBy('leader');
    const windows: number[] = [];
    for (let step = 0; step < 100; step += 1) {
      await place.pass(50);
      windows.push(place.leader.windowMs());
    }
    expect(Math.max(...windows)).toBeGreaterThan(5900);
    expect(Math.max(...windows)).toBeLessThanOrEqual(6000);
    expect(Math.min(...windows)).toBeGreaterThan(3900);
  });

  it('counts from the sending of a renewal, however late its answer comes', async () => {
    const place = await ledBy('leader');
    place.leader.passage = () => ({ thereMs: 5, backMs: 4000 });
    await place.pass(60 * SECOND);
    expect(place.leader.leadership.state().leading).toBe(true);
    expect(place.leader.changes).toHaveLength(1);
    const windows: number[] = [];
    for (let step = 0; step < 120; step += 1) {
      await place.pass(50);
      windows.push(place.leader.windowMs());
    }
    expect(Math.max(...windows)).toBeLessThanOrEqual(2000);
    expect(Math.min(...windows)).toBeLessThan(-2000);
  });

  it.each([
    ['every request is lost', { ...PROMPT, lost: 'request' }],
    ['every answer is lost', { ...PROMPT, lost: 'answer' }],
    ['every answer takes 9 s', { thereMs: 4500, backMs: 4500 }],
  ] as const)('writes no more after 6 s and leads no more after 10 s when %s', async (_, passage) => {
    const place = await ledBy('leader');
    const lastSentMs = place.leader.leadership.writeUntilMs() - 6000;
    place.leader.passage = () => passage;
    const sinceMs = () => place.leader.life.clock.nowMs() - lastSentMs;
    while (sinceMs() < 9990) {
      expect(place.leader.windowMs() >= 0).toBe(sinceMs() <= 6000);
      expect(place.leader.leadership.state().leading).toBe(true);
      await place.pass(10);
    }
    await place.pass(20);
    expect(place.leader.leadership.state().leading).toBe(false);
    expect(place.leader.changes.at(-1)).toMatchObject({ leading: false });
    expect(place.leader.notices).toEqual([
      { kind: 'lease-problem', problem: 'no answer from the API server: the time limit of 5 s passed' },
    ]);
  });

  it('leads again as soon as the API server is back, if nobody has taken the lease', async () => {
    const place = await ledBy('leader');
    place.leader.passage = () => ({ ...PROMPT, lost: 'request' });
    await place.pass(12 * SECOND);
    expect(place.leader.leadership.state().leading).toBe(false);
    place.leader.passage = () => PROMPT;
    await place.pass(8 * SECOND);
    expect(place.leader.leadership.state()).toEqual({ leading: true, leader: 'leader' });
    expect(place.leader.notices.map(({ kind }) => kind)).toEqual(['lease-problem', 'lease-well']);
    expect(place.store.lease()?.spec.leaseTransitions).toBe(0);
  });

  it('keeps it when somebody writes a label or an annotation between two renewals', async () => {
    const place = await ledBy('leader');
    for (let round = 0; round < 10; round += 1) {
      place.store.annotate({ round: String(round) });
      await place.pass(3 * SECOND);
    }
    expect(place.leader.changes).toHaveLength(1);
    expect(place.store.lease()?.metadata.annotations).toEqual({ round: '9' });
    expect(place.leader.windowMs()).toBeGreaterThan(3000);
    expect(place.leader.notices).toEqual([]);
  });

  it('makes the lease anew when somebody deletes it, and goes on without a pause', async () => {
    const place = await ledBy('leader');
    for (let round = 0; round < 5; round += 1) {
      await place.pass(7 * SECOND);
      place.store.delete();
    }
    await place.pass(5 * SECOND);
    expect(place.leader.changes).toHaveLength(1);
    expect(holder(place)).toBe('leader');
  });

  it('stops when somebody deletes it and another one makes it, who then waits for a whole duration', async () => {
    const place = await ledBy('leader');
    const other = place.contend('other');
    await place.pass(SECOND);
    place.leader.passage = () => ({ ...PROMPT, lost: 'request' });
    place.store.delete();
    await place.pass(2 * SECOND);
    expect(holder(place)).toBe('other');
    place.leader.passage = () => PROMPT;
    await place.pass(5 * SECOND);
    expect(place.leader.leadership.state()).toEqual({ leading: false, leader: 'other' });
    await place.pass(7.5 * SECOND);
    expect(other.leadership.state().leading).toBe(false);
    await place.pass(4 * SECOND);
    expect(other.leadership.state().leading).toBe(true);
  });

  it('stops at once when somebody writes another name into it', async () => {
    const place = await ledBy('leader');
    place.store.edit({ holderIdentity: 'another' });
    await place.pass(2.1 * SECOND);
    expect(place.leader.leadership.state()).toEqual({ leading: false, leader: 'another' });
    expect(place.leader.leadership.writeUntilMs()).toBe(NEVER);
    await place.pass(12 * SECOND);
    expect(holder(place)).toBe('another');
    await place.pass(5 * SECOND);
    expect(holder(place)).toBe('leader');
  });

  it('does not lead because somebody has written its name there: another one may still write', async () => {
    const place = await ledBy('leader');
    const chosen = place.contend('chosen');
    await place.pass(SECOND);
    place.leader.passage = () => ({ ...PROMPT, lost: 'request' });
    place.store.edit({ holderIdentity: 'chosen' });
    await place.pass(14 * SECOND);
    expect(chosen.leadership.state().leading).toBe(false);
    expect(place.leader.leadership.state().leading).toBe(false);
    await place.pass(4 * SECOND);
    expect(chosen.leadership.state().leading).toBe(true);
  });

  it('leaves a lease that was emptied by hand alone for a whole duration', async () => {
    const place = await ledBy('leader');
    const waiting = place.contend('waiting');
    await place.pass(SECOND);
    place.leader.passage = () => ({ ...PROMPT, lost: 'request' });
    place.store.edit({ holderIdentity: '' });
    await place.pass(14.5 * SECOND);
    expect(waiting.leadership.state()).toEqual({ leading: false });
    await place.pass(4 * SECOND);
    expect(waiting.leadership.state().leading).toBe(true);
  });

  it('may not write when it wakes from 20 s of sleep', async () => {
    const place = await ledBy('leader');
    place.leader.life.freeze();
    await place.pass(9 * SECOND);
    place.leader.passage = () => ({ ...PROMPT, lost: 'request' });
    await place.pass(11 * SECOND);
    expect(place.leader.windowMs()).toBeLessThan(-10 * SECOND);
    expect(place.leader.leadership.state().leading).toBe(false);
    place.leader.life.thaw();
    await place.pass(10);
    expect(place.leader.changes.at(-1)?.leading).toBe(false);
  });
});
