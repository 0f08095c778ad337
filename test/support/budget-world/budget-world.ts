import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRememberedBudget } from '../../../src/adapters/budget/remembered-budget.ts';
import { seededRandom } from '../../adapters/budget/window-server.ts';
import { CountingServer } from './counting-server.ts';
import { Life, type OpenBudget, type Surroundings } from './life.ts';
import { Network } from './network.ts';
import { VirtualTime } from './virtual-time.ts';
import { drawWeather, type Every, type Weather } from './weather.ts';

const WINDOW_MS = 60_000;
const HOUR_MS = 3_600_000;
const STORM_MS = 180_000;
/** A request that was lost just before the storm was over counts for so long. */
const LOST_MS = 130_000;

export interface WorldOptions {
  readonly seed: number;
  /** One of `KINDS`. */
  readonly kind: string;
  /** Where the journal is kept; empty. */
  readonly folder: string;
  /** Drawn by the seed if absent. */
  readonly requestsPerMinute?: number;
  /** How a life of the program gets its budget; as the command line does if absent. */
  readonly openBudget?: OpenBudget;
}

/** What was seen in one world. */
export interface Sight {
  readonly requestsPerMinute: number;
  readonly requests: number;
  /** The most requests in any minute, as the server saw them. */
  readonly worstRolling: number;
  readonly worstFixed: number;
  /** Refused although nobody else uses the account. */
  readonly refused: number;
  readonly sentInPause: number;
  /** Requests of one full budget that had not ended when the weather had been calm for long. */
  readonly unfinished: number;
  readonly virtualMs: number;
}

/** What of the promise was broken in a world, in words. */
export function brokenIn(sight: Sight): readonly string[] {
  const { requestsPerMinute, worstRolling, worstFixed, refused, sentInPause, unfinished } = sight;
  const worst = Math.max(worstRolling, worstFixed);
  return [
    ...(worst > requestsPerMinute ? [`${worst} requests in a minute, budget ${requestsPerMinute}`] : []),
    ...(refused > 0 ? [`${refused} requests refused, and nobody else there`] : []),
    ...(sentInPause > 0 ? [`${sentInPause} requests sent although the server had said stop`] : []),
    ...(unfinished > 0 ? [`${unfinished} requests never ended`] : []),
  ];
}

/**
 * The program, the network and the server in virtual time: three minutes of trouble, drawn by a seed, then calm
 * weather in which one full budget of requests must get through. The same seed gives the same world.
 */
export async function watchWorld(options: WorldOptions): Promise<Sight> {
  const world = new World(options);
  try {
    return await world.watch();
  } finally {
    world.end();
  }
}

class World {
  readonly #weather: Weather;
  readonly #world: Surroundings;
  readonly #lives: Life[] = [];
  #unfinished: number;

  constructor(options: WorldOptions) {
    const random = seededRandom(options.seed);
    this.#weather = drawWeather(options.kind, random, options.requestsPerMinute);
    const { requestsPerMinute } = this.#weather;
    const time = new VirtualTime();
    const window = random() < 0.5 ? 'fixed' : 'rolling';
    this.#world = {
      time,
      random,
      network: new Network(time, random, this.#weather),
      server: new CountingServer({ limit: requestsPerMinute, windowMs: WINDOW_MS, window }),
      folder: options.folder,
      requestsPerMinute,
      readsRemaining: random() < 0.5,
      openBudget: options.openBudget ?? openRememberedBudget,
    };
    this.#unfinished = requestsPerMinute;
  }

  async watch(): Promise<Sight> {
    const { time, server, requestsPerMinute } = this.#world;
    this.#live();
    this.#beginStorm();
    await time.runUntil(STORM_MS);
    this.#world.network.calmDown();
    this.#sendFullBudget();
    await time.runUntil(STORM_MS + this.#patienceMs());
    return {
      requestsPerMinute,
      requests: server.ours.count,
      worstRolling: server.ours.worstRolling(WINDOW_MS),
      worstFixed: server.ours.worstFixed(WINDOW_MS),
      refused: this.#weather.others === undefined ? server.refused : 0,
      sentInPause: this.#lives.reduce((sum, life) => sum + life.sentInPause, 0),
      unfinished: this.#unfinished,
      virtualMs: time.nowMs(),
    };
  }

  end(): void {
    void this.#lives.at(-1)?.end();
    this.#world.time.end();
  }

  #live(): void {
    const life = new Life(this.#world, this.#lives.length + 1);
    this.#lives.push(life);
    for (let worker = 0; worker < this.#weather.workers; worker += 1) {
      void life.work(STORM_MS, this.#weather.restMs);
    }
  }

  #beginStorm(): void {
    const { time, random, network, server } = this.#world;
    const { holds, others, stops, wallClock, ends } = this.#weather;
    this.#again(holds, () => network.hold(1000 + random() * 8000));
    this.#again(others, () => server.receiveFromOthers(time.nowMs()));
    this.#again(stops, () => this.#stop(100 + random() * 49_900));
    this.#again(wallClock, () => time.stepWallClock((random() - 0.5) * 12 * HOUR_MS));
    this.#again(ends, () => this.#endLife());
  }

  #again(every: Every | undefined, happen: () => void): void {
    if (every === undefined) return;
    const { time, random } = this.#world;
    const [shortest, longest] = every;
    time.after(shortest * (longest / shortest) ** random(), () => {
      if (time.nowMs() >= STORM_MS) return;
      happen();
      this.#again(every, happen);
    });
  }

  #stop(ms: number): void {
    const { time } = this.#world;
    const { gate } = this.#lives.at(-1) ?? {};
    gate?.stop();
    time.after(Math.min(ms, STORM_MS - time.nowMs()), () => gate && time.letGoOn(gate));
  }

  #endLife(): void {
    const { random, time } = this.#world;
    const life = this.#lives.at(-1);
    if (life === undefined || life.gate.dead) return;
    if (random() < 0.2) void life.end();
    else void this.#kill(life);
    time.after(Math.min(10 + random() * 500, STORM_MS - time.nowMs()), () => this.#live());
  }

  /** Some die while they write a line of the journal. */
  async #kill(life: Life): Promise<void> {
    const { random, folder } = this.#world;
    await life.kill();
    const journal = join(folder, 'main.slots');
    if (random() < 0.2 && existsSync(journal)) appendFileSync(journal, 's 12');
  }

  /** What the workers still wait for goes first, a window at a time; then one window for the full budget. */
  #patienceMs(): number {
    const { workers, requestsPerMinute } = this.#weather;
    return LOST_MS + (Math.ceil(workers / requestsPerMinute) + 1) * 65_000;
  }

  #sendFullBudget(): void {
    const life = this.#lives.at(-1);
    life?.gate.deliver(() => {
      for (let request = 0; request < this.#world.requestsPerMinute; request += 1) {
        void life.request('sweep').then(() => {
          this.#unfinished -= 1;
        });
      }
    });
  }
}
