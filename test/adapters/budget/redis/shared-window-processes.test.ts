import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisMissing } from '../../../support/redis-server.ts';
import { LIMIT, statesOf, until, use, WINDOW_MS, withBusyAccount } from './busy-account.ts';
import { type CompiledWorker, compileWorker } from './workers.ts';

let worker: CompiledWorker;

describe.skipIf(redisMissing)('several processes on one account', { timeout: 60_000 }, () => {
  beforeAll(() => {
    worker = compileWorker();
  });
  afterAll(() => worker.remove());

  it.each([2, 4])('never pass the limit together, and use more than 95 percent of it: %i', async (n) => {
    const { server, start } = await withBusyAccount(worker.script);
    for (let index = 0; index < n; index += 1) start(`worker-${index}`);
    await until(() => server.arrivals().length > 3 * LIMIT);
    expect(server.worstWindow(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
    expect(use(server, 3)).toBeGreaterThan(0.95);
  });

  it('get equal shares while all of them have work, whatever each has under way', async () => {
    const { server, start } = await withBusyAccount(worker.script);
    const inFlight = [2, 10, 40];
    const workers = inFlight.map((many) => start(`worker-${many}`, { inFlight: many }));
    await until(() => workers.every((one) => statesOf(one).length > 0));
    // The window in which they came belongs to whoever was first.
    const from = server.arrivals().length + LIMIT;
    await until(() => server.arrivals().length >= from + 2 * LIMIT);
    const shares = inFlight.map((many) => server.namesFrom(from, 2 * LIMIT).get(`worker-${many}`));
    for (const share of shares) expect(share).toBeGreaterThan(0.9 * 2 * (LIMIT / 3));
    expect(server.worstWindow(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
  });

  it('let a small job in within one window, though a sweep of thousands came first', async () => {
    const { server, start } = await withBusyAccount(worker.script);
    start('sweep', { inFlight: 40 });
    await until(() => server.arrivals().length > 1.2 * LIMIT);
    const job = start('job', { requests: 40, inFlight: 5 });
    await until(() => statesOf(job).length > 0);
    const fromMs = performance.now();
    await until(() => server.arrivals('job').length === 40);
    expect(performance.now() - fromMs).toBeLessThan(WINDOW_MS * 1.2);
    await until(() => server.arrivals().length > 4 * LIMIT);
    expect(use(server, 4)).toBeGreaterThan(0.95);
    expect(server.worstWindow(WINDOW_MS)).toBeLessThanOrEqual(LIMIT);
  });

  it('leave when their work is done', async () => {
    const { start } = await withBusyAccount(worker.script);
    const done = start('worker', { requests: 20 });
    await done.gone;
    expect(done.news.at(-1)).toEqual({ kind: 'done' });
  });
});
