import { describe, expect, it } from 'vitest';
import type { Status } from '../../../src/ports/status.ts';
import { exampleStatus, manyDomains } from '../../support/example-status.ts';
import { withStatusPage } from '../../support/status-page.ts';

const { configuration: _, ...UNCONFIGURED } = exampleStatus();

async function answerOf(origin: string, path: string): Promise<readonly [number, string]> {
  const answer = await fetch(origin + path);
  return [answer.status, await answer.text()];
}

describe('/livez', () => {
  it('is ok while the loop moves, whatever the configuration and Mailgun do', async () => {
    const page = await withStatusPage();
    page.show(UNCONFIGURED);
    expect(await answerOf(page.origin, '/livez')).toEqual([200, 'ok\n']);
  });

  it('is 503 with the reason once the loop stands still', async () => {
    const message = 'the loop moved 75 s ago, and has to every 60 s';
    const { origin } = await withStatusPage({ alive: () => ({ alive: false, message }) });
    expect(await answerOf(origin, '/livez')).toEqual([
      503,
      `[-]loop failed: ${message}\nlivez check failed\n`,
    ]);
  });

  it('lists its checks if asked to', async () => {
    const { origin } = await withStatusPage();
    expect(await answerOf(origin, '/livez?verbose')).toEqual([
      200,
      '[+]loop ok: the loop moved 1 s ago\nlivez check passed\n',
    ]);
  });
});

describe('/readyz', () => {
  const ready: readonly (readonly [string, Status])[] = [
    ['a configuration was loaded', exampleStatus()],
    ['the configuration is stale', manyDomains(1)],
    ['another process leads', exampleStatus({ leadership: { leading: false, leader: 'pod-b' } })],
  ];
  it.each(ready)('is ok when %s', async (_title, status) => {
    const page = await withStatusPage();
    page.show(status);
    expect(await answerOf(page.origin, '/readyz')).toEqual([200, 'ok\n']);
  });

  it('is 503 with the reason until a configuration was loaded', async () => {
    const page = await withStatusPage();
    page.show(UNCONFIGURED);
    expect(await answerOf(page.origin, '/readyz')).toEqual([
      503,
      '[-]configuration failed: no valid configuration has been loaded yet\nreadyz check failed\n',
    ]);
  });

  it('says in its list that the configuration is stale', async () => {
    const page = await withStatusPage();
    page.show(manyDomains(1));
    expect(await answerOf(page.origin, '/readyz?verbose')).toEqual([
      200,
      '[+]configuration ok: 9f2c41d07b3e is in force, a newer one is not valid\nreadyz check passed\n',
    ]);
  });
});
