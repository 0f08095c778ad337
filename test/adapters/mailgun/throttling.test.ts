import { describe, expect, it } from 'vitest';
import { THROTTLE_DIALECTS } from '../../../src/emulator/throttled-answer.ts';
import type { Call } from '../../../src/model/call.ts';
import { withEmulator } from '../../support/emulator.ts';
import { createBench, keyOf, MAIN, SWEEP, WRITE } from './bench.ts';
import { serveHttp } from './servers.ts';

const MG = keyOf('mg.example.com');
const seed = { domains: { 'mg.example.com': { clicked: ['https://a.example.com/'] } } };
const DELETE: Call = { ...MG, kind: 'v3-delete', eventType: 'clicked' };
/** Dialects that do not say how long. */
const SILENT = ['message', 'html', 'empty'];

describe('an answer that asks to slow down', () => {
  it.each(THROTTLE_DIALECTS)(
    'pauses the account for as long as it says, and the request is sent again (%s)',
    async (dialect) => {
      const fault = { kind: 'throttle', dialect, retryAfterMs: 30_000 } as const;
      const emulator = await withEmulator({ seed, faults: [{ match: { times: 1 }, fault }] });
      const { reader, budget, entries } = createBench(emulator.origin, { random: () => 0 });
      expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ kind: 'read' });
      expect(budget.spent).toEqual(['sweep', 'sweep']);
      const [pauseMs = 0] = budget.pausesMs;
      const expectedMs = SILENT.includes(dialect) ? 60_000 : 30_000;
      expect(pauseMs).toBeGreaterThan(expectedMs - 1500);
      expect(pauseMs).toBeLessThanOrEqual(expectedMs + 2000);
      expect(entries).toContainEqual(
        expect.objectContaining({ kind: 'account-throttled', account: MAIN, pauseMs }),
      );
    },
  );

  it('may be a 420', async () => {
    const fault = { kind: 'throttle', dialect: 'empty', status: 420 } as const;
    const emulator = await withEmulator({ seed, faults: [{ match: { times: 1 }, fault }] });
    const { reader, budget } = createBench(emulator.origin);
    expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ kind: 'read' });
    expect(budget.pausesMs).toEqual([61_500]);
  });

  it('is taken from a 503 that names a time, and from no other', async () => {
    const server = await serveHttp((response, _, count) => {
      response.writeHead(503, count === 1 ? { 'retry-after': '20' } : {}).end();
    });
    const { reader, budget } = createBench(server.origin, { random: () => 0 });
    expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ reason: { code: 'server-error' } });
    expect(budget.pausesMs).toEqual([20_000]);
    expect(budget.spent).toEqual(['sweep', 'sweep', 'retry', 'retry']);
  });

  it('is followed five times; then the request is given up, and the account still pauses', async () => {
    const emulator = await withEmulator({
      seed,
      faults: [{ fault: { kind: 'throttle', dialect: 'retry-seconds' } }],
    });
    const { reader, budget } = createBench(emulator.origin);
    expect(await reader.readWebhooks(MG, SWEEP)).toMatchObject({ reason: { code: 'throttled' } });
    expect(emulator.requests()).toHaveLength(6);
    expect(budget.pausesMs).toHaveLength(6);
  });

  it('lets a write be sent again, since nothing was done', async () => {
    const fault = { kind: 'throttle', dialect: 'retry-seconds' } as const;
    const emulator = await withEmulator({ seed, faults: [{ match: { times: 2 }, fault }] });
    const { writer, budget } = createBench(emulator.origin);
    expect(await writer.send(DELETE, WRITE)).toMatchObject({ kind: 'done', webhooks: {} });
    expect(budget.spent).toEqual(['write', 'write', 'write']);
    expect(emulator.webhooks('mg.example.com')).toEqual({});
  });

  it('does not let a write be sent again after a 503, which may have done something', async () => {
    const server = await serveHttp((response) => response.writeHead(503, { 'retry-after': '20' }).end());
    const { writer, budget } = createBench(server.origin, { random: () => 0 });
    expect(await writer.send(DELETE, WRITE)).toMatchObject({ kind: 'unknown' });
    expect(server.seen).toHaveLength(1);
    expect(budget.pausesMs).toEqual([20_000]);
  });

  it('ends when the signal is aborted during the pause', async () => {
    const fault = { kind: 'throttle', dialect: 'retry-seconds' } as const;
    const emulator = await withEmulator({ seed, faults: [{ fault }] });
    const { reader, writer, budget } = createBench(emulator.origin);
    const stopping = () => {
      const controller = new AbortController();
      budget.onPause = () => controller.abort();
      return { ...WRITE, signal: controller.signal };
    };
    expect(await reader.readWebhooks(MG, stopping())).toMatchObject({ reason: { code: 'stopped' } });
    expect(await writer.send(DELETE, stopping())).toMatchObject({ kind: 'stopped' });
    expect(emulator.requests()).toHaveLength(2);
  });
});
