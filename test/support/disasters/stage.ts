import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Behaviour } from '../../../src/emulator/behaviour.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { ignore, serveBytes } from '../../adapters/mailgun/servers.ts';
import { type Run, runCommandLine } from '../command-line.ts';
import { withEmulator } from '../emulator.ts';

import { accountsFile, workspace } from '../workspace.ts';
import { type RunningDaemon, startDaemon } from './daemon.ts';
import { createDisasterClock } from './disaster-clock.ts';
import { type Front, frontOf, type Strike } from './front.ts';
import {
  deliveriesOf,
  mayGo,
  STRUCK,
  type State,
  seedOf,
  tidy,
  toYaml,
  type Wishes,
  wishesUnder,
} from './scene.ts';

/** In a fault: where a redirect leads that must not be followed, and the place that is asked. */
const CANARY = '{canary}';
const SELF = '{self}';

export interface StageOptions {
  readonly policy: Policy;
  readonly faults?: readonly FaultRule[];
  readonly strikes?: readonly Strike[];
  readonly behaviour?: Partial<Behaviour>;
  /** Names of the domains that are struck; one unless given. */
  readonly struck?: readonly string[];
  readonly seed?: State;
  readonly wishes?: Wishes;
  /** More lines of the account. */
  readonly account?: string;
  /** Requests end after so long; a limit of seconds would make a test of minutes. */
  readonly limitMs?: number;
}

/** An account, a configuration that is valid, the commands, and what has become of the account. */
export interface Stage {
  readonly emulator: Emulator;
  readonly folder: string;
  readonly wishes: Wishes;
  /** The file of the domains. */
  readonly file: string;
  plan(...more: readonly string[]): Promise<Run>;
  apply(...more: readonly string[]): Promise<Run>;
  /** An apply without a yes, where nobody can be asked. */
  unasked(): Promise<Run>;
  daemon(): RunningDaemon;
  /** How many requests each fault, or each strike, has met. */
  hits(): Promise<readonly number[]>;
  /** How many connections another host has seen. */
  strays(): number;
  /** Requests that could have changed something. */
  writes(): readonly string[];
  state(): State;
  /** Deliveries that one of our requests removed, at any moment, without being asked to. */
  losses(asked?: Wishes): readonly string[];
}

export async function setStage(options: StageOptions): Promise<Stage> {
  const { policy, behaviour = {}, struck = [STRUCK], account = '', limitMs } = options;
  const { seed = seedOf(struck), wishes = wishesUnder(policy, struck) } = options;
  const emulator = await withEmulator({ seed: { domains: seed }, rate: 'none', behaviour });
  const front = options.strikes && (await frontOf(emulator.origin, options.strikes));
  const origin = front?.origin ?? emulator.origin;
  const canary = await serveBytes(ignore);
  for (const rule of options.faults ?? [])
    emulator.addFault(addressed(rule, { canary: canary.origin, origin }));
  const folder = workspace({
    'config/accounts.yaml': accountsFile(origin, account),
    'config/domains.yaml': toYaml(wishes),
  });
  const environment = { MGHOOKS_STATE_DIR: workspace() };
  const run = (...argv: readonly string[]) =>
    runCommandLine([...argv, '--log-level', 'silent'], {
      workingDirectory: folder,
      environment,
      clock: createDisasterClock(limitMs),
    });
  return {
    emulator,
    folder,
    wishes,
    file: join(folder, 'config/domains.yaml'),
    plan: (...more) => run('plan', '--detailed-exitcode', ...more),
    apply: (...more) => run('apply', '--yes', ...more),
    unasked: () => run('apply'),
    daemon: () => startDaemon(emulator, folder, createDisasterClock(limitMs)),
    hits: () => countHits(emulator, front),
    strays: () => canary.connections(),
    writes: () => writesTo(emulator),
    state: () => stateOf(emulator, seed),
    losses: (asked = wishes) => lossesIn(emulator, asked),
  };
}

/** Puts another text into the place of the domains. */
export function reword({ file }: Stage, text: string | Uint8Array): void {
  writeFileSync(file, text);
}

function addressed(
  rule: FaultRule,
  { canary, origin }: { readonly canary: string; readonly origin: string },
): FaultRule {
  const text = JSON.stringify(rule);
  if (!text.includes(CANARY) && !text.includes(SELF)) return rule;
  return JSON.parse(text.replaceAll(CANARY, canary).replaceAll(SELF, origin));
}

async function countHits(emulator: Emulator, front: Front | undefined): Promise<readonly number[]> {
  if (front !== undefined) return front.hits();
  const text = await readText(`${emulator.origin}/_emulator/faults`);
  const { faults }: { readonly faults: readonly { readonly hits: number }[] } = JSON.parse(text);
  return faults.map(({ hits }) => hits);
}

/** On a connection of its own: the next emulator may have the port of the last one. */
async function readText(url: string): Promise<string> {
  const [answer]: IncomingMessage[] = await once(get(url, { agent: false }), 'response');
  const pieces = await answer?.setEncoding('utf8').toArray();
  return pieces?.join('') ?? '';
}

function writesTo(emulator: Emulator): readonly string[] {
  return emulator
    .requests()
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);
}

/** A domain that is gone has nothing. */
function stateOf(emulator: Emulator, seed: State): State {
  const hooksOf = (name: string) => {
    try {
      return emulator.webhooks(name);
    } catch {
      return {};
    }
  };
  return Object.fromEntries(Object.keys(seed).map((name) => [name, tidy(hooksOf(name))]));
}

/** What somebody else changed has no request. */
function lossesIn(emulator: Emulator, asked: Wishes): readonly string[] {
  const ours = emulator.history().filter(({ request }) => request !== undefined);
  return ours.flatMap(({ domain, before, webhooks }) =>
    deliveriesOf(domain, before)
      .filter(({ event, url }) => webhooks[event]?.includes(url) !== true)
      .filter((delivery) => !mayGo(asked, delivery))
      .map(({ event, url }) => `${domain} ${event} ${url}`),
  );
}
