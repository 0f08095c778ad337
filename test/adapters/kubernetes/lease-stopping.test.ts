import { describe, expect, it } from 'vitest';
import { createPlace, holder, ledBy, NEVER, PROMPT, SECOND } from '../../support/lease-server/election.ts';

describe('stopping', () => {
  it('ends all writing at once, and gives the lease back only when it is asked to', async () => {
    const place = await ledBy('leader');
    place.leader.stop();
    expect(place.leader.leadership.state().leading).toBe(false);
    expect(place.leader.leadership.writeUntilMs()).toBe(NEVER);
    expect(place.leader.changes.at(-1)?.leading).toBe(false);
    await place.pass(8 * SECOND);
    expect(holder(place)).toBe('leader');
    await Promise.all([place.leader.leadership.release(), place.pass(100)]);
    expect(place.store.lease()?.spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
  });

  it('hands over to the next within one retry', async () => {
    const place = await ledBy('leader');
    const next = place.contend('next');
    await place.pass(SECOND);
    const stoppedMs = place.timeline.nowMs;
    await Promise.all([place.leader.leadership.release(), place.pass(3 * SECOND)]);
    expect(next.changes[0]?.leading).toBe(true);
    expect((next.changes[0]?.atMs ?? 0) - stoppedMs).toBeLessThan(2.5 * SECOND);
  });

  it('gives back a lease whose last renewal was cut off in the middle', async () => {
    const place = await ledBy('leader');
    place.leader.passage = () => ({ thereMs: 500, backMs: 500 });
    const renewals = place.store.history.length;
    while (place.store.history.length === renewals) await place.pass(10);
    place.leader.passage = () => PROMPT;
    await Promise.all([place.leader.leadership.release(), place.pass(SECOND)]);
    expect(holder(place)).toBe('');
  });

  it('leaves the lease of another one alone', async () => {
    const place = await ledBy('leader');
    place.store.edit({ holderIdentity: 'another' });
    await Promise.all([place.leader.leadership.release(), place.pass(SECOND)]);
    expect(holder(place)).toBe('another');
  });

  it('asks nothing when it never led', async () => {
    const place = await ledBy('leader');
    const waiting = place.contend('waiting');
    await place.pass(SECOND);
    let requests = 0;
    waiting.passage = () => {
      requests += 1;
      return PROMPT;
    };
    await Promise.all([waiting.leadership.release(), place.pass(SECOND)]);
    expect(requests).toBe(0);
    expect(holder(place)).toBe('leader');
  });

  it('gives up after 2 s when the API server is silent, says so, and never writes again', async () => {
    const place = await ledBy('leader');
    place.leader.passage = () => ({ ...PROMPT, lost: 'request' });
    let released = false;
    void place.leader.leadership.release().then(() => {
      released = true;
    });
    await place.pass(1990);
    expect(released).toBe(false);
    await place.pass(20);
    expect(released).toBe(true);
    expect(place.leader.leadership.state().problem).toContain('the time limit of 2 s passed');
    const writes = place.store.history.length;
    await place.pass(60 * SECOND);
    expect(place.store.history).toHaveLength(writes);
  });
});

describe('problems', () => {
  it('says which right is missing, once, and goes on as soon as it is there', async () => {
    const place = createPlace();
    place.store.access = { rules: [{ verbs: ['update'] }] };
    const contender = place.contend('contender');
    await place.pass(60 * SECOND);
    const problem = contender.leadership.state().problem ?? '';
    expect(problem).toContain(
      "the service account may not get the lease 'mghooks' in namespace 'prod' (403)",
    );
    expect(problem).toContain('get, create and update of leases in the API group coordination.k8s.io');
    expect(contender.notices).toEqual([{ kind: 'lease-problem', problem }]);
    place.store.access = {};
    await place.pass(20 * SECOND);
    expect(contender.leadership.state()).toEqual({ leading: true, leader: 'contender' });
    expect(contender.notices.at(-1)).toEqual({ kind: 'lease-well' });
  });

  it.each(['create', 'update'] as const)(
    'names %s when that is the right that is missing',
    async (missing) => {
      const place = createPlace();
      const verbs = (['get', 'create', 'update'] as const).filter((verb) => verb !== missing);
      place.store.access = { rules: [{ verbs }] };
      const contender = place.contend('contender');
      await place.pass(40 * SECOND);
      expect(contender.leadership.state().problem).toContain(
        `the service account may not ${missing} the lease`,
      );
    },
  );

  it('needs no more than get, create and update on that one name', async () => {
    const place = createPlace();
    place.store.access = { rules: [{ verbs: ['get', 'create', 'update'], resourceNames: ['mghooks'] }] };
    const contender = place.contend('contender');
    await place.pass(40 * SECOND);
    await Promise.all([contender.leadership.release(), place.pass(SECOND)]);
    expect(contender.notices).toEqual([]);
    expect(holder(place)).toBe('');
  });

  it('keeps the lease when its token is refused for a moment and the next one is good', async () => {
    const place = await ledBy('leader');
    place.store.access = { tokens: ['token-2'] };
    await place.pass(3 * SECOND);
    expect(place.leader.leadership.state().problem).toContain('does not accept the token');
    place.leader.token = 'token-2';
    await place.pass(3 * SECOND);
    expect(place.leader.changes).toHaveLength(1);
    expect(place.leader.leadership.state().problem).toBeUndefined();
    expect(place.leader.notices.map(({ kind }) => kind)).toEqual(['lease-problem', 'lease-well']);
  });
});
