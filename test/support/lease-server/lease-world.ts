import { LEASE_TIMING, type LeaseTiming } from '../../../src/adapters/kubernetes/lease-timing.ts';
import { seededRandom } from '../../adapters/budget/window-server.ts';
import { type Contender, createPlace, HOUR, type Place, PROMPT, SECOND } from './election.ts';
import type { Passage } from './virtual-wire.ts';

/** A write to Mailgun, from its check to the last moment at which it can still have an effect. */
interface Write {
  readonly by: Contender;
  readonly startMs: number;
  readonly endMs: number;
}

/** What was seen in a world. */
export interface Sight {
  /** What must not be; empty in a good world. */
  readonly broken: readonly string[];
  readonly writes: number;
  readonly takeOvers: number;
}

const TROUBLED_MS = 240 * SECOND;
const QUIET_MS = 60 * SECOND;
/** Nobody leads for longer than this when all is well: 15 s, a retry, and what a last trouble leaves behind. */
const PEACE_MS = 25 * SECOND;
const WRITE_LIMIT_MS = LEASE_TIMING.writeLimitMs;
const CLOCKS_AHEAD = [0, HOUR, -HOUR];

/**
 * Three processes with clocks an hour apart contend while their network, their machines and some people do them harm;
 * then all harm ends. Each writes whenever it may, and each write takes anything up to its limit. All chance comes
 * from `seed`.
 */
export async function watchLeaseWorld(seed: number, timing: LeaseTiming = LEASE_TIMING): Promise<Sight> {
  const random = seededRandom(seed);
  const world = new LeaseWorld(createPlace(timing, random), random);
  return await world.watch();
}

class LeaseWorld {
  readonly #place: Place;
  readonly #random: () => number;
  readonly #writes: Write[] = [];
  readonly #seats: Contender[] = [];
  #born = 0;
  #troubled = true;

  constructor(place: Place, random: () => number) {
    this.#place = place;
    this.#random = random;
  }

  async watch(): Promise<Sight> {
    for (const seat of CLOCKS_AHEAD.keys()) this.#seat(seat);
    this.#place.timeline.after(20 * SECOND, () => this.#harm());
    await this.#place.pass(TROUBLED_MS);
    this.#troubled = false;
    for (const [seat, contender] of this.#seats.entries()) {
      contender.life.thaw();
      contender.passage = () => PROMPT;
      if (!contender.life.isAlive()) this.#seat(seat);
    }
    await this.#place.pass(PEACE_MS);
    const leaders = this.#seats.filter(({ leadership }) => leadership.state().leading);
    const broken = leaders.length === 1 ? [] : [`${leaders.length} leaders in peace`];
    const before = this.#writes.length;
    await this.#place.pass(QUIET_MS - PEACE_MS);
    if (this.#writes.length === before) broken.push('nobody writes in peace');
    return {
      broken: [...broken, ...this.#overlaps()],
      writes: this.#writes.length,
      takeOvers: this.#writes.filter(({ by }, index) => this.#writes[index - 1]?.by !== by).length - 1,
    };
  }

  #seat(seat: number): void {
    this.#born += 1;
    const contender = this.#place.contend(`pod-${seat}_${this.#born}`, CLOCKS_AHEAD[seat]);
    this.#seats[seat] = contender;
    this.#writeAgain(contender);
  }

  /** What the daemon does: it asks, and writes at once. */
  #writeAgain(by: Contender): void {
    by.life.deliver(50 + this.#random() * 500, () => {
      const { nowMs } = this.#place.timeline;
      if (by.windowMs() >= 0) {
        const tookMs = this.#random() < 0.2 ? WRITE_LIMIT_MS : this.#random() * 2000;
        this.#writes.push({ by, startMs: nowMs, endMs: nowMs + tookMs });
      }
      this.#writeAgain(by);
    });
  }

  #overlaps(): readonly string[] {
    return this.#writes.flatMap((late) => {
      const early = this.#writes.find(
        ({ by, startMs, endMs }) => by !== late.by && startMs <= late.startMs && late.startMs < endMs,
      );
      return early === undefined
        ? []
        : [`${late.by.name} wrote at ${late.startMs}, ${early.by.name} until ${early.endMs}`];
    });
  }

  #harm(): void {
    if (!this.#troubled) return;
    const seat = this.#pick([0, 1, 2]);
    const victim = this.#seats[seat];
    if (victim !== undefined) this.#pick(this.#harms(seat, victim))();
    this.#place.timeline.after(this.#random() ** 2 * 30 * SECOND, () => this.#harm());
  }

  #harms(seat: number, victim: Contender): readonly (() => void)[] {
    const { store } = this.#place;
    const untilMs = this.#random() ** 2 * 40 * SECOND;
    const later = (action: () => void) => void this.#place.timeline.after(untilMs, action);
    const leader = this.#seats.findIndex(({ leadership }) => leadership.state().leading);
    const names = [...this.#seats.map(({ name }) => name), 'nobody-here', ''];
    return [
      () => this.#kill(seat, later),
      () => this.#kill(Math.max(0, leader), later),
      () => this.#stop(seat, later),
      () => this.#stop(Math.max(0, leader), later),
      () => {
        victim.life.freeze();
        later(() => victim.life.thaw());
      },
      () => {
        victim.passage = this.#badPassage();
        later(() => {
          victim.passage = () => PROMPT;
        });
      },
      () => store.delete(),
      () => store.edit({ holderIdentity: this.#pick(names) }),
      () => store.edit({ leaseDurationSeconds: this.#pick([2, 15, 20]) }),
      () => store.annotate({ at: String(this.#place.timeline.nowMs) }),
    ];
  }

  #kill(seat: number, later: (action: () => void) => void): void {
    this.#seats[seat]?.life.kill();
    later(() => {
      if (this.#seats[seat]?.life.isAlive() === false) this.#seat(seat);
    });
  }

  /** As the daemon ends: no new write, then the end of those under way, then the release. */
  #stop(seat: number, later: (action: () => void) => void): void {
    const contender = this.#seats[seat];
    if (contender === undefined) return;
    contender.stop();
    const ends = this.#writes.filter(({ by }) => by === contender).map(({ endMs }) => endMs);
    const leftMs = Math.max(0, ...ends.map((endMs) => endMs - this.#place.timeline.nowMs));
    contender.life.deliver(leftMs, () => {
      void contender.leadership.release().then(() => this.#kill(seat, later));
    });
  }

  #badPassage(): () => Passage {
    const slowMs = this.#pick([50, 1000, 4500, 9000]);
    const lossRate = this.#pick([0, 0.3, 1]);
    return () => ({
      thereMs: this.#random() * slowMs,
      backMs: this.#random() * slowMs,
      lost: this.#random() < lossRate ? this.#pick(['request', 'answer'] as const) : undefined,
    });
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)] as T;
  }
}
