import Bottleneck from 'bottleneck';
import { PRIORITIES, type Priority } from '../../ports/rate-budget.ts';
import { createWaitingLine, type Place, type WaitingLine } from './waiting-line.ts';

const IN_FLIGHT_MAX = 20;

export interface RequestQueueOptions {
  /** Requests that may be under way at once, 20 by default. */
  readonly inFlightMax?: number | undefined;
  /** Slots to start with, asked for when the first request comes; `null` if the queue has no limit of its own. */
  readonly slots: () => number | null;
  /** Called when a request has found its place among the others; a slot that is added earlier goes to one of them. */
  readonly onQueued?: (place: Place, priority: Priority) => void;
}

/**
 * Requests that wait for their turn: Bottleneck keeps their order, the cap on those under way, and the number of free
 * slots (its reservoir).
 *
 * No `reservoirRefresh`: it is a fixed window on the wall clock, which lets twice the budget through. Bottleneck also
 * paces by the wall clock, which a correction would halt; the impossible `minTime` takes its pacing out, and its first
 * look at the clock is left until there is work.
 */
export class RequestQueue {
  readonly #options: RequestQueueOptions;
  readonly #line: WaitingLine = createWaitingLine();
  #limiter: Bottleneck | undefined;

  constructor(options: RequestQueueOptions) {
    this.#options = options;
  }

  /** A place that is given up when `signal` is aborted; throws its reason if it is already. */
  enter(signal: AbortSignal): Place {
    return this.#line.enter(signal);
  }

  /** Calls `job` when its turn has come. Rejects with the reason as soon as the place is given up. */
  run<T>(place: Place, priority: Priority, job: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // Bottleneck cannot cancel a job: the caller leaves at once, and its job sends nothing when its turn comes.
      place.left.addEventListener('abort', () => reject(place.left.reason));
      this.#bottleneck()
        .schedule(
          { priority: PRIORITIES.indexOf(priority) },
          () => job().then(resolve, reject),
          place,
          priority,
        )
        .catch(reject);
    });
  }

  /** Those whose request has not left yet. */
  length(): number {
    return this.#line.length();
  }

  /** Adds free slots, or takes some away. */
  add(slots: number): void {
    this.#limiter?.incrementReservoir(slots).catch(() => undefined);
  }

  close(): void {
    this.#line.close(new Error('The rate budget is closed'));
    this.#limiter?.stop({ dropWaitingJobs: true }).catch(() => undefined);
  }

  #bottleneck(): Bottleneck {
    this.#limiter ??= this.#createBottleneck();
    return this.#limiter;
  }

  #createBottleneck(): Bottleneck {
    const { slots, inFlightMax = IN_FLIGHT_MAX, onQueued } = this.#options;
    const limiter = new Bottleneck({
      reservoir: slots(),
      maxConcurrent: inFlightMax,
      minTime: Number.NEGATIVE_INFINITY,
    });
    limiter.on('queued', ({ args: [place, priority] }) => onQueued?.(place, priority));
    return limiter;
  }
}
