import type { VirtualTime } from './virtual-time.ts';

export interface NetworkWeather {
  /** Shortest and longest time from sending a request to its answer; all magnitudes in between are as likely. */
  readonly latencyMs: readonly [number, number];
  /** The part of requests that get no answer. */
  readonly lostPart: number;
}

/** One request on its way. */
export interface Journey {
  /** Its attempt has ended without an answer. If the network still has it, it delivers it up to a minute later. */
  abandon(): void;
}

export interface Ends {
  /** The request is at the server; the answer is what the server sends back. */
  readonly arrive: () => unknown;
  /** The answer is back. */
  readonly answer: () => void;
}

const LATE_MAX_MS = 60_000;
const CALM: NetworkWeather = { latencyMs: [50, 300], lostPart: 0 };

/** Carries requests at random speeds, so that they overtake each other; loses some answers; and sometimes stands still. */
export class Network {
  readonly #time: VirtualTime;
  readonly #random: () => number;
  #weather: NetworkWeather;
  #heldUntilMs = 0;

  constructor(time: VirtualTime, random: () => number, weather: NetworkWeather) {
    this.#time = time;
    this.#random = random;
    this.#weather = weather;
  }

  /** For so long nothing comes through; then everything does at once. */
  hold(ms: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, this.#time.nowMs() + ms);
  }

  calmDown(): void {
    this.#weather = CALM;
  }

  send({ arrive, answer }: Ends): Journey {
    if (this.#random() < this.#weather.lostPart) return this.#lose(arrive);
    const [shortest, longest] = this.#weather.latencyMs;
    const latencyMs = shortest * (longest / shortest) ** this.#random();
    const thereMs = latencyMs * this.#random();
    this.#carry(thereMs, () => {
      arrive();
      this.#carry(latencyMs - thereMs, answer);
    });
    return { abandon: () => undefined };
  }

  #lose(arrive: () => unknown): Journey {
    const lateMs = this.#random() * LATE_MAX_MS;
    let abandoned = false;
    return {
      abandon: () => {
        if (!abandoned) this.#time.after(lateMs, () => void arrive());
        abandoned = true;
      },
    };
  }

  #carry(ms: number, deliver: () => void): void {
    this.#time.after(ms, () => {
      const heldForMs = this.#heldUntilMs - this.#time.nowMs();
      if (heldForMs > 0) this.#carry(heldForMs, deliver);
      else deliver();
    });
  }
}
