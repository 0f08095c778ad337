import { describe, expect, it } from 'vitest';
import {
  createPlace,
  HOUR,
  holder,
  ledBy,
  NEVER,
  PROMPT,
  SECOND,
} from '../../support/lease-server/election.ts';

describe('winning the lease', () => {
  it('takes a lease that was released at once', async () => {
    const place = await ledBy('old');
    place.leader.stop();
    await Promise.all([place.leader.leadership.release(), place.pass(SECOND)]);
    const next = place.contend('next');
    await place.pass(100);
    expect(holder(place)).toBe('next');
    expect(next.leadership.state()).toEqual({ leading: true, leader: 'next' });
    expect(place.store.lease()?.spec.leaseTransitions).toBe(1);
  });

  it('makes the lease at once if there is none, and leads when it has held it for a whole duration', async () => {
    const place = createPlace();
    const first = place.contend('first');
    await place.pass(14.9 * SECOND);
    expect(place.store.lease()?.spec).toMatchObject({ holderIdentity: 'first', leaseDurationSeconds: 15 });
    expect(first.leadership.state()).toEqual({ leading: false, leader: 'first' });
    expect(first.leadership.writeUntilMs()).toBe(NEVER);
    await place.pass(2.5 * SECOND);
    expect(first.leadership.state()).toEqual({ leading: true, leader: 'first' });
  });

  it('gives a lease that it has made back so that nobody leads before that duration has passed', async () => {
    const place = createPlace();
    const first = place.contend('first');
    await place.pass(5 * SECOND);
    const next = place.contend('next');
    await Promise.all([first.leadership.release(), place.pass(14 * SECOND)]);
    expect(holder(place)).toBe('');
    expect(next.leadership.state()).toEqual({ leading: false });
    await place.pass(5 * SECOND);
    expect(next.leadership.state().leading).toBe(true);
  });

  it('waits for a holder that lives, whatever the clocks say', async () => {
    for (const aheadMs of [-HOUR, 0, HOUR]) {
      const place = await ledBy('living', aheadMs);
      const waiting = place.contend('waiting');
      await place.pass(600 * SECOND);
      expect(waiting.leadership.state()).toEqual({ leading: false, leader: 'living' });
      expect(waiting.leadership.writeUntilMs()).toBe(NEVER);
      expect(place.leader.changes).toHaveLength(1);
    }
  });

  it.each([
    ['an hour ahead', HOUR],
    ['an hour behind', -HOUR],
  ])('takes over from a dead holder, whose clock was %s, after 15 s without a change', async (_, aheadMs) => {
    const place = await ledBy('dead', aheadMs);
    const next = place.contend('next');
    await place.pass(5 * SECOND);
    place.leader.life.kill();
    const lastRenewalMs = place.store.history.at(-1)?.atMs ?? 0;
    await place.pass(20 * SECOND);
    const [won] = next.changes;
    expect(won?.leading).toBe(true);
    expect((won?.atMs ?? 0) - lastRenewalMs).toBeGreaterThanOrEqual(15 * SECOND);
    expect((won?.atMs ?? 0) - lastRenewalMs).toBeLessThan(18.5 * SECOND);
  });

  it('waits for as long as the holder has asked for, if that is longer', async () => {
    const place = await ledBy('dead');
    place.leader.life.kill();
    place.store.edit({ leaseDurationSeconds: 60 });
    const next = place.contend('next');
    await place.pass(59 * SECOND);
    expect(next.leadership.state().leading).toBe(false);
    await place.pass(5 * SECOND);
    expect(next.leadership.state().leading).toBe(true);
  });

  it('sees no sign of life in an annotation', async () => {
    const place = await ledBy('dead');
    place.leader.life.kill();
    const next = place.contend('next');
    for (let round = 0; round < 20; round += 1) {
      place.store.annotate({ round: String(round) });
      await place.pass(SECOND);
    }
    expect(next.leadership.state().leading).toBe(true);
    expect(place.store.lease()?.metadata.annotations).toEqual({ round: '19' });
  });

  it('makes one leader of many that reach for it at the same moment', async () => {
    const place = createPlace();
    const contenders = ['a', 'b', 'c', 'd'].map((name) => place.contend(name));
    await place.pass(20 * SECOND);
    const leaders = contenders.filter(({ leadership }) => leadership.state().leading);
    expect(leaders).toHaveLength(1);
    for (const { leadership, notices } of contenders) {
      expect(leadership.state().leader).toBe(holder(place));
      expect(notices).toEqual([]);
    }
  });

  it('loses no time and no lease when the answer to the taking is lost', async () => {
    const place = await ledBy('dead');
    place.leader.life.kill();
    const next = place.contend('next');
    let lost = false;
    next.passage = (method) => {
      if (method === 'GET' || lost) return PROMPT;
      lost = true;
      return { ...PROMPT, lost: 'answer' };
    };
    await place.pass(40 * SECOND);
    expect(lost).toBe(true);
    expect(next.leadership.state().leading).toBe(true);
    expect(place.store.lease()?.spec.leaseTransitions).toBe(1);
  });
});
