/** Waits, in real time, until a condition holds; fails with what `describe` says if it does not within ten seconds. */
export async function until(condition: () => boolean, describe: () => string = () => ''): Promise<void> {
  const endMs = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`The condition did not come true. ${describe()}`);
    await new Promise((wake) => setTimeout(wake, 2));
  }
}
