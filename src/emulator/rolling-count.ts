/** How many events fell into the last `windowMs` milliseconds. A window holds its start and not its end. */
export class RollingCount {
  readonly #windowMs: number;
  readonly #times: number[] = [];
  #worst = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(atMs: number): void {
    this.#forgetBefore(atMs);
    this.#times.push(atMs);
    this.#worst = Math.max(this.#worst, this.#times.length);
  }

  countAt(atMs: number): number {
    this.#forgetBefore(atMs);
    return this.#times.length;
  }

  /** The highest count there ever was. */
  worst(): number {
    return this.#worst;
  }

  /** Milliseconds until fewer than `limit` events are left in the window, if no other one comes; at least 0. */
  msUntilBelow(limit: number, atMs: number): number {
    const leaving = this.#times[this.#times.length - limit];
    return leaving === undefined ? 0 : Math.max(0, leaving + this.#windowMs - atMs);
  }

  #forgetBefore(atMs: number): void {
    const firstKept = this.#times.findIndex((time) => atMs - time < this.#windowMs);
    this.#times.splice(0, firstKept < 0 ? this.#times.length : firstKept);
  }
}
