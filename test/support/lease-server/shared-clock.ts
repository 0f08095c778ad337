/** Milliseconds on the clock that all processes of this machine share, and that nothing sets (CLOCK_MONOTONIC). */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
