import { parseRedisAddress } from '../../adapters/budget/redis/redis-address.ts';
import { watchConfiguration } from '../../adapters/config/watch/watch-configuration.ts';
import { createStatusServer, type StatusServer } from '../../adapters/http/status-server.ts';
import { createMetrics, type Metrics } from '../../adapters/telemetry/metrics.ts';
import { Approvals } from '../../app/daemon/approvals.ts';
import { Daemon } from '../../app/daemon/daemon.ts';
import { RecentCalls } from '../../app/recent-calls.ts';
import type { ConfigurationWatch } from '../../ports/configuration-watch.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Context } from '../context.ts';
import { AccountGrouping } from '../daemon/account-groups.ts';
import { approvalsIn } from '../daemon/approvals-file.ts';
import { openElection } from '../daemon/leadership.ts';
import { parseListenAddress } from '../daemon/listen-address.ts';
import type { RunOptions } from '../daemon/run-options.ts';
import { statusPosts } from '../daemon/status-posts.ts';
import { EXIT, type ExitCode, StoppedError, UsageError } from '../exit-code.ts';
import { configurationPaths, configurationSource, createJournal } from '../session.ts';
import { version } from '../version.ts';

const INTERVAL_MIN_MS = 1000;

/** Keeps all accounts as the configuration wants them, until the process is told to stop. */
export async function runCommand(context: Context, options: RunOptions): Promise<ExitCode> {
  checkInterval(options);
  checkRedisUrl(options);
  const log = createJournal(context, {
    ...options,
    logLevel: options.logLevel ?? 'info',
    passOf: (account) => daemon.passOf(account),
  });
  const metrics: Metrics = createMetrics({
    version,
    nodeVersion: context.nodeVersion,
    status: () => daemon.status(),
  });
  const journal: Journal = {
    record: (entry) => {
      log.record(entry);
      metrics.record(entry);
      daemon.noteEntry(entry);
    },
  };
  const watch = openWatch(context, options, journal);
  const election = await openElection(context, options, journal);
  const approvals = new Approvals();
  const { leadership } = election;
  const grouping = new AccountGrouping(context, {
    options,
    journal,
    leadership,
    approvals,
    recent: new RecentCalls(),
  });
  const newApprovals = approvalsIn(options.approvals, context.workingDirectory, journal);
  const daemon: Daemon = new Daemon({
    clock: context.clock,
    watch,
    leadership,
    journal,
    version,
    groupsOf: (configuration) => grouping.groupsOf(configuration),
    newApprovals,
    takeApproval: (approval, manner) => approvals.add(approval, manner),
  });
  const server = await serve(context, { options, daemon, metrics, journal });
  const forget = context.onHangup(() => {
    void watch.refresh();
    daemon.sync();
  });
  try {
    const [inTime] = await Promise.all([daemon.run(context.signal), election.campaign(context.signal)]);
    return inTime ? EXIT.done : EXIT.failed;
  } finally {
    forget();
    await server.close();
  }
}

function checkRedisUrl({ redisUrl }: RunOptions): void {
  const address = redisUrl === undefined ? undefined : parseRedisAddress(redisUrl);
  if (address !== undefined && 'problem' in address)
    throw new UsageError(`Cannot use '--redis-url': ${address.problem}`);
}

function checkInterval({ intervalMs }: RunOptions): void {
  if (intervalMs >= INTERVAL_MIN_MS) return;
  throw new UsageError(`Cannot use '--interval': it must be 1s at least; 5m is the default`);
}

function openWatch(context: Context, options: RunOptions, journal: Journal): ConfigurationWatch {
  return watchConfiguration({
    source: configurationSource(context, options.config),
    paths: configurationPaths(options.config),
    workingDirectory: context.workingDirectory,
    clock: context.clock,
    notify: ({ event, level, message, problems }) =>
      journal.record({
        kind: 'notice',
        level,
        event,
        message,
        ...(problems === undefined ? {} : { details: problems }),
      }),
  });
}

interface Serving {
  readonly options: RunOptions;
  readonly daemon: Daemon;
  readonly metrics: Metrics;
  readonly journal: Journal;
}

async function serve(
  context: Context,
  { options, daemon, metrics, journal }: Serving,
): Promise<StatusServer> {
  const server = await createStatusServer({
    listen: parseListenAddress(options.listen),
    clock: context.clock,
    status: () => daemon.status(),
    alive: () => daemon.liveness(),
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
    posts: statusPosts(context, options, daemon),
    report: (message) => journal.record({ kind: 'notice', level: 'error', event: 'status-server', message }),
  });
  if (server.kind === 'failed') {
    throw new StoppedError(
      `${server.message}; choose another address with --listen, or port 0 for a free one`,
    );
  }
  const message = `status page, health and metrics are at ${server.origin}`;
  journal.record({ kind: 'notice', level: 'info', event: 'listening', message });
  return server;
}
