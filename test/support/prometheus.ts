import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { whyMissing } from './debian-package.ts';
import { freePort } from './redis-server.ts';

const CHECKER = 'promtool';
const SERVER = 'prometheus';
const POLL_MS = 100;
const START_LIMIT_MS = 20_000;

/** Why tests that need Prometheus cannot run, `undefined` if they can: `describe.skipIf(prometheusMissing)`. */
export const prometheusMissing: string | undefined = whyMissing({
  binary: CHECKER,
  packageName: SERVER,
  testsOf: 'metrics with a real Prometheus',
});

/** What `promtool check metrics` says about a text, and its exit code. */
export function checkMetrics(text: string): { readonly said: string; readonly code: number | null } {
  const { status, stdout, stderr } = spawnSync(CHECKER, ['check', 'metrics'], { input: text });
  return { said: `${stdout}${stderr}`, code: status };
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus that scrapes one target every second. */
export interface Prometheus {
  /** Samples of an instant query. */
  query(expression: string): Promise<readonly Sample[]>;
}

/** Starts a Prometheus that scrapes `target`, such as `127.0.0.1:8080`, and ends it when the test has finished. */
export async function withPrometheus(target: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'mghooks-prometheus-'));
  const configuration = join(folder, 'prometheus.yaml');
  const scrape = { job_name: 'mghooks', scrape_interval: '1s', static_configs: [{ targets: [target] }] };
  // JSON is YAML.
  writeFileSync(configuration, JSON.stringify({ scrape_configs: [scrape] }));
  const address = `127.0.0.1:${await freePort()}`;
  const words = [`--config.file=${configuration}`, `--storage.tsdb.path=${join(folder, 'tsdb')}`];
  const server = spawn(SERVER, [...words, `--web.listen-address=${address}`], { stdio: 'ignore' });
  onTestFinished(async () => {
    if (server.exitCode === null) {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const query = (expression: string) => ask(`http://${address}`, expression);
  const limit = performance.now() + START_LIMIT_MS;
  while ((await query('up == 1').catch(() => [])).length === 0) {
    if (performance.now() > limit) throw new Error(`Prometheus has not scraped ${target}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { query };
}

interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

async function ask(origin: string, expression: string): Promise<readonly Sample[]> {
  const answer = await fetch(`${origin}/api/v1/query?${new URLSearchParams({ query: expression })}`);
  const { data } = (await answer.json()) as Answer;
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}
