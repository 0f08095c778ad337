/** A server that only counts: the moments at which requests arrived at it, on its own clock. */
export class WindowServer {
  readonly #arrivalsMs: number[] = [];

  arrive(atMs: number): void {
    this.#arrivalsMs.push(atMs);
  }

  get arrivals(): number {
    return this.#arrivalsMs.length;
  }

  arrivalsUntil(ms: number): number {
    return this.#arrivalsMs.filter((at) => at <= ms).length;
  }

  /** The most arrivals in any `windowMs`, both ends counted, wherever the window begins. */
  worstWindow(windowMs: number): number {
    const sorted = [...this.#arrivalsMs].sort((a, b) => a - b);
    let first = 0;
    let worst = 0;
    sorted.forEach((at, last) => {
      while (at - (sorted[first] ?? at) > windowMs) first += 1;
      worst = Math.max(worst, last - first + 1);
    });
    return worst;
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
