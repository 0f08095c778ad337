import { describe, expect, it } from 'vitest';
import { eventually, type LogLine } from '../../support/daemon.ts';
import { bare, HOOK, names } from '../../support/daemon-config.ts';
import { sceneOf } from '../../support/daemon-scene.ts';

const isOf = (event: string) => (line: LogLine) => line.event === event;

/** Only during a pass, whatever the line says. */
const OF_A_PASS = ['request-ended', 'call-settled', 'change-settled', 'read-failed', 'pass-ended'];

describe('the log of the daemon', { concurrent: true, timeout: 60_000 }, () => {
  it('has one line an event, with a name and a time, and the pass on every line of one', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({
      seed: bare(names(3)),
      faults: [{ match: { domain: 'd2.example.com' }, fault: { kind: 'answer', status: 404 } }],
    });
    const config = scene.config({ main: { origin: emulator.origin, domains: names(3) } });
    const daemon = await scene.daemon({ config, flags: ['--log-level=debug', '--interval=1s'] });
    const passes = () => daemon.lines().filter(isOf('pass-ended'));
    await eventually(() => passes().length >= 3);
    await daemon.stop();
    expect(daemon.noise()).toEqual([]);
    for (const line of daemon.lines()) {
      expect(line).toMatchObject({ level: expect.any(String), event: expect.any(String) });
      expect(Date.parse(String(line['time']))).toBeGreaterThan(0);
    }
    const ids = passes().map((line) => line['passId']);
    expect(new Set(ids).size).toBe(ids.length);
    const ofPasses = daemon.lines().filter(({ event }) => OF_A_PASS.includes(event));
    expect(new Set(ofPasses.map((line) => line['account']))).toEqual(new Set(['main']));
    expect(ofPasses.filter((line) => !ids.includes(line['passId']))).toEqual([]);
    const events = new Set(ofPasses.map(({ event }) => event));
    expect([...events].sort()).toEqual([...OF_A_PASS].sort());
  });

  it('is quiet when nothing happens: a line a pass, and none about what it said before', async (context) => {
    const scene = sceneOf(context);
    const emulator = await scene.emulator({
      seed: { domains: Object.fromEntries(names(20).map((name) => [name, { clicked: [HOOK] }])) },
      faults: [{ match: { domain: 'd2.example.com' }, fault: { kind: 'answer', status: 404 } }],
    });
    const config = scene.config({ main: { origin: emulator.origin, domains: names(20) } });
    const daemon = await scene.daemon({ config, flags: ['--interval=1s'] });
    const count = (event: string) => daemon.lines().filter(isOf(event)).length;
    await daemon.said('read-failed');
    await eventually(() => count('pass-ended') >= 4);
    // It is read again at once, and fails as before.
    const before = emulator.requests().filter(({ domain }) => domain === 'd2.example.com').length;
    daemon.send('SIGHUP');
    await eventually(
      () => emulator.requests().filter(({ domain }) => domain === 'd2.example.com').length > before,
    );
    const passes = count('pass-ended');
    await eventually(() => count('pass-ended') > passes);
    expect(count('read-failed')).toBe(1);
    const others = daemon.lines().filter(({ event }) => event !== 'pass-ended');
    expect(others.map(({ event }) => event)).toEqual(['listening', 'configuration-loaded', 'read-failed']);
  });
});
