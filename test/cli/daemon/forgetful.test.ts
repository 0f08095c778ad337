import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/daemon.ts';
import { HOOK, names, writesOf } from '../../support/daemon-config.ts';
import { sceneOf } from '../../support/daemon-scene.ts';

const OTHER = 'https://hooks.example.com/b';
const DOMAINS = names(8);
const DELETES_MAX = 3;

/** The first so many domains lose a URL. */
function configuration(origin: string, losers: number): string {
  const domains = DOMAINS.map((name, index) => {
    const urls = index < losers ? [HOOK] : [HOOK, OTHER];
    return `  ${name}: { account: main, webhooks: { clicked: ${JSON.stringify(urls)} } }\n`;
  });
  return `version: 1
accounts:
  main:
    baseUrl: ${origin}
    apiKey: { env: MAILGUN_API_KEY }
    requestsPerMinute: 300
    guard: { maxDeletes: ${DELETES_MAX}, maxDeletePercent: 100 }
domains:
${domains.join('')}...
`;
}

describe('a daemon whose state folder cannot be written', { concurrent: true, timeout: 60_000 }, () => {
  it('remembers its own deletions, so that many small passes do no more than one may', async (context) => {
    const scene = sceneOf(context);
    const seed = Object.fromEntries(DOMAINS.map((name) => [name, { clicked: [HOOK, OTHER] }]));
    const emulator = await scene.emulator({ seed: { domains: seed } });
    const folder = scene.folder({ 'config.yaml': configuration(emulator.origin, 0), file: '' });
    const config = join(folder, 'config.yaml');
    const daemon = await scene.daemon({ config, stateDir: join(folder, 'file'), flags: ['--interval=1s'] });
    const isBlocked = async () => (await daemon.status()).accounts[0]?.guard !== undefined;
    for (let losers = 1; losers <= DELETES_MAX; losers += 1) {
      writeFileSync(config, configuration(emulator.origin, losers));
      await eventually(() => writesOf(emulator).length === losers);
    }
    for (let losers = DELETES_MAX + 1; losers <= DOMAINS.length; losers += 1) {
      writeFileSync(config, configuration(emulator.origin, losers));
      await eventually(isBlocked);
    }
    expect(writesOf(emulator)).toHaveLength(DELETES_MAX);
  });
});
