import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspace } from '../../../support/workspace.ts';
import { second, started, until } from './by-hand.ts';
import { fileOf } from './watching.ts';

describe('files that are being written', () => {
  it('are used when they have come to rest, not while they are valid by chance', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a', 'b', 'c') });
    const { clock, changes, watch, events } = await started(root);
    const file = join(root, 'config/a.yaml');
    writeFileSync(file, 'version: 1\ndomains:\n');
    for (const name of ['d', 'e', 'f', 'g', 'h', 'i']) {
      appendFileSync(file, `  ${name}.example: { webhooks: { opened: https://a.example/ } }\n`);
      await second(clock);
    }
    await until(clock, () => changes.length > 1);
    expect(changes).toEqual([
      ['a.example', 'b.example', 'c.example'],
      'defghi'.split('').map((name) => `${name}.example`),
    ]);
    expect(events()).toEqual(['loaded', 'loaded']);
    expect(watch.stale()).toBeUndefined();
  });

  it('without their last line break are refused, and the last configuration stays', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a', 'b') });
    const { clock, domains, watch } = await started(root);
    writeFileSync(join(root, 'config/a.yaml'), fileOf('a', 'b').slice(0, 60));
    await until(clock, () => watch.stale() !== undefined);
    expect(domains()).toEqual(['a.example', 'b.example']);
    writeFileSync(join(root, 'config/a.yaml'), fileOf('a'));
    await until(clock, () => watch.stale() === undefined);
    expect(domains()).toEqual(['a.example']);
  });

  it('without an end are told of after half a minute, and nothing of them is used', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const { clock, domains, watch } = await started(root);
    const startMs = clock.nowMs();
    let n = 0;
    while (watch.stale() === undefined) {
      n += 1;
      writeFileSync(join(root, 'config/a.yaml'), fileOf(`n${n}`));
      await second(clock);
    }
    expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(30_000);
    expect(watch.stale()?.problems).toEqual([expect.stringContaining('keep changing')]);
    expect(domains()).toEqual(['a.example']);
    await until(clock, () => watch.stale() === undefined);
    expect(domains()).toEqual([`n${n}.example`]);
  });

  it('again and again with the same bytes are no news', async () => {
    const root = workspace({ 'config/a.yaml': fileOf('a') });
    const { clock, events } = await started(root);
    for (let writes = 0; writes < 60; writes += 1) {
      writeFileSync(join(root, 'config/a.yaml'), fileOf('a'));
      await second(clock);
    }
    expect(events()).toEqual(['loaded']);
  });
});
