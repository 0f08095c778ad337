import { createLeaseClient } from '../../../src/adapters/kubernetes/lease-client.ts';
import { LeaseLeadership, type LeaseNotice } from '../../../src/adapters/kubernetes/lease-leadership.ts';
import { LEASE_TIMING, type LeaseTiming } from '../../../src/adapters/kubernetes/lease-timing.ts';
import { LeaseStore } from './lease-store.ts';
import { type Life, Timeline } from './timeline.ts';
import { createVirtualWire, type Passage } from './virtual-wire.ts';

export const SECOND = 1000;
export const HOUR = 3_600_000;
/** Until when one may write who does not lead. */
export const NEVER = Number.NEGATIVE_INFINITY;

/** One process that wants to lead. */
export interface Contender {
  readonly name: string;
  readonly life: Life;
  readonly leadership: LeaseLeadership;
  readonly notices: readonly LeaseNotice[];
  /** When `leading` changed, on the timeline. */
  readonly changes: readonly { readonly atMs: number; readonly leading: boolean }[];
  /** How its requests travel from now on. */
  passage: (method: string) => Passage;
  token: string;
  /** Ends its campaign, as SIGTERM does. */
  stop(): void;
  /** How long it may still write. */
  windowMs(): number;
}

export interface Place {
  readonly timeline: Timeline;
  readonly store: LeaseStore;
  readonly contend: (name: string, aheadMs?: number) => Contender;
  /** Lets so much time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

export const PROMPT: Passage = { thereMs: 5, backMs: 5 };

export function createPlace(timing: LeaseTiming = LEASE_TIMING, random: () => number = () => 0.5): Place {
  const timeline = new Timeline();
  const store = new LeaseStore({ nowMs: () => timeline.nowMs, wallMs: () => timeline.nowMs });
  const contend = (name: string, aheadMs = 0): Contender => {
    const life = timeline.birth(aheadMs);
    const notices: LeaseNotice[] = [];
    const changes: { atMs: number; leading: boolean }[] = [];
    const end = new AbortController();
    const wire = createVirtualWire({
      timeline,
      store,
      life,
      passage: (method) => contender.passage(method),
      token: () => contender.token,
    });
    const { clock } = life;
    const place = { namespace: 'prod', name: 'mghooks' };
    const leadership = new LeaseLeadership({
      client: createLeaseClient({ place, wire, clock, requestLimitMs: timing.requestLimitMs }),
      identity: name,
      clock,
      random,
      notify: (notice) => notices.push(notice),
      timing,
    });
    leadership.onChange(() => {
      changes.push({ atMs: timeline.nowMs, leading: leadership.state().leading });
    });
    const contender: Contender = {
      name,
      life,
      leadership,
      notices,
      changes,
      passage: () => PROMPT,
      token: 'token-1',
      stop: () => end.abort(),
      windowMs: () => leadership.writeUntilMs() - clock.nowMs(),
    };
    void leadership.campaign(end.signal);
    return contender;
  };
  return { timeline, store, contend, pass: (ms) => timeline.run(timeline.nowMs + ms) };
}

/** A place where the named one has led for a while. */
export async function ledBy(name: string, aheadMs = 0): Promise<Place & { readonly leader: Contender }> {
  const place = createPlace();
  const leader = place.contend(name, aheadMs);
  // Not a whole number of seconds, so that no renewal is on its way.
  await place.pass(30.5 * SECOND);
  return { ...place, leader };
}

/** Whose name the lease holds. */
export function holder({ store }: Place): string | undefined {
  return store.lease()?.spec.holderIdentity;
}
