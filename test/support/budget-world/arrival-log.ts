const PHASES = 60;

/** When the requests of one client arrived at a server, by the server's own clock. They are noted as they come. */
export class ArrivalLog {
  readonly #atMs: number[] = [];

  add(atMs: number): void {
    this.#atMs.push(atMs);
  }

  get count(): number {
    return this.#atMs.length;
  }

  all(): readonly number[] {
    return this.#atMs;
  }

  countBefore(ms: number): number {
    return this.#atMs.filter((at) => at < ms).length;
  }

  /** The most arrivals in any `windowMs`, both ends counted, wherever the window begins. */
  worstRolling(windowMs: number): number {
    let first = 0;
    let worst = 0;
    this.#atMs.forEach((at, last) => {
      while (at - (this.#atMs[first] ?? at) > windowMs) first += 1;
      worst = Math.max(worst, last - first + 1);
    });
    return worst;
  }

  /**
   * The most arrivals in any window of a server that counts in fixed ones: laid end to end from any moment on (60 of
   * them), or opened by the first request after the last one was over.
   */
  worstFixed(windowMs: number): number {
    const phases = Array.from({ length: PHASES }, (_, index) => (index * windowMs) / PHASES);
    return Math.max(this.#worstOpened(windowMs), ...phases.map((phase) => this.#worstLaid(windowMs, phase)));
  }

  #worstLaid(windowMs: number, phaseMs: number): number {
    const counts = new Map<number, number>();
    for (const at of this.#atMs) {
      const window = Math.floor((at - phaseMs) / windowMs);
      counts.set(window, (counts.get(window) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values());
  }

  #worstOpened(windowMs: number): number {
    let openedMs = Number.NEGATIVE_INFINITY;
    let count = 0;
    let worst = 0;
    for (const at of this.#atMs) {
      if (at - openedMs >= windowMs) {
        openedMs = at;
        count = 0;
      }
      count += 1;
      worst = Math.max(worst, count);
    }
    return worst;
  }
}
