import { fileURLToPath } from 'node:url';
import { readYamlFile } from '../../adapters/config/yaml-file.ts';
import { applyPlan } from '../../app/apply-plan.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { parseSeed } from '../../emulator/seed.ts';
import { changesOf } from '../../plan/plan.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { makePlan } from '../plan-facts.ts';
import { plural, summarise } from '../render/plan-facts.ts';
import { renderPlanText } from '../render/plan-text.ts';
import { renderResults } from '../render/results.ts';
import type { ColourChoice } from '../terminal.ts';
import { openWriteSession, type WriteSession } from '../write-session.ts';

export interface DemoOptions {
  readonly color: ColourChoice;
}

/** The example configuration and the drifted account for it; both are part of the package. */
const CONFIG = fileURLToPath(new URL('../../../config', import.meta.url));
const ACCOUNT = fileURLToPath(new URL('../../../docs/demo/account.yaml', import.meta.url));

/** The whole job in one go, on an emulator of its own: drift, plan, apply, in sync. Needs no account and no network. */
export async function demoCommand(context: Context, options: DemoOptions): Promise<ExitCode> {
  const emulator = await startDriftedMailgun(context);
  try {
    const session = await openWriteSession(withDemoKey(context), {
      config: [CONFIG],
      output: 'text',
      logLevel: 'silent',
      color: options.color,
      baseUrl: emulator.origin,
      stateDir: null,
      lockTimeoutMs: 0,
    });
    try {
      return await tellStory(context, session, emulator);
    } finally {
      await session.composition.close();
    }
  } finally {
    await emulator.close();
  }
}

async function startDriftedMailgun({ clock, workingDirectory }: Context): Promise<Emulator> {
  const seed = parseSeed(await readYamlFile(ACCOUNT, workingDirectory));
  if ('problem' in seed) throw new TypeError(`The account of the demo is broken: ${seed.problem}`);
  return startEmulator({ seed: seed.value, clock });
}

/** The emulator takes any key; the real one, if there is one, stays where it is. */
function withDemoKey(context: Context): Context {
  const environment = new Map([...context.environment, ['MAILGUN_API_KEY', 'the-key-of-the-demo']]);
  return { ...context, environment };
}

async function tellStory(context: Context, session: WriteSession, emulator: Emulator): Promise<ExitCode> {
  const { paint, writePorts, accounts } = session;
  const say = (text: string) => context.terminal.stdout.write(text);
  const chapter = (title: string) => say(`\n${paint('cyan', `--- ${title} `.padEnd(80, '-'))}\n\n`);

  chapter('1. Desired: what config/ says. Actual: a Mailgun on this machine');
  say(`${introduction(session)}\n`);

  chapter('2. Plan: what differs, and what would be done about it (mghooks plan)');
  const { facts, preview } = await makePlan(session, context.signal);
  say(renderPlanText(facts, paint));

  chapter('3. Apply: the plan, and nothing but the plan (mghooks apply)');
  const application = { preview, planId: facts.planId, accounts, signal: context.signal };
  const results = await applyPlan(writePorts, application);
  say(renderResults(results, 'text', paint));

  chapter('4. Plan again: nothing is left to do (mghooks plan)');
  const after = await makePlan(session, context.signal);
  const left = changesOf(after.facts.plan).length;
  say(renderPlanText(after.facts, paint));

  const sent = emulator.requests().length;
  const { inSync, observed, unread } = summarise(after.facts);
  const verdict =
    left === 0 ? paint('green', 'All in sync.') : paint('red', `${plural(left, 'change')} left.`);
  say(
    `\n${verdict} ${plural(inSync, 'domain')} as desired, ${observed} only observed, ` +
      `${unread} that Mailgun does not know left alone.\n` +
      `It took ${plural(sent, 'request')}; Mailgun allows 300 a minute. Every byte stayed on this machine.\n`,
  );
  return left === 0 && results.every(({ status }) => status === 'applied') ? EXIT.done : EXIT.failed;
}

function introduction({ configuration }: WriteSession): string {
  const { domains, patterns } = configuration.desired;
  return [
    `The configuration names ${plural(domains.length, 'domain')} and ${plural(patterns.length, 'pattern')}.`,
    'The emulated account has drifted from it in every way that is known from real life:',
    'webhooks are missing, left over or wrong, others are foreign, ignored or unmanaged,',
    'and one domain of the configuration does not exist.',
  ].join('\n');
}
