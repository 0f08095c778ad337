/** The parts of `mghooks run`, joined as the command line joins them, but for a budget that is handed in. */
export async function openLoop(folder, budget) {
  const { createFileSource } = await import('../dist/adapters/config/file-source.js');
  const { createSystemClock } = await import('../dist/adapters/clock/system-clock.js');
  const { createMetrics } = await import('../dist/adapters/telemetry/metrics.js');
  const { renderPage } = await import('../dist/adapters/http/page/page.js');
  const { readPageQuery } = await import('../dist/adapters/http/page/page-query.js');
  const { AccountLoop } = await import('../dist/app/daemon/account-loop.js');
  const { Approvals } = await import('../dist/app/daemon/approvals.js');
  const { compose } = await import('../dist/cli/compose.js');
  const { composeWriting } = await import('../dist/cli/compose-writing.js');
  const { fingerprint, planIdOf } = await import('../dist/cli/fingerprint.js');
  const { Secret } = await import('../dist/model/secret.js');
  const { maskUrl } = await import('../dist/model/url-mask.js');

  const clock = createSystemClock();
  const configuration = await createFileSource({
    paths: [folder],
    variables: new Map(),
    workingDirectory: '/',
    pause: (ms) => clock.sleep(ms),
  }).load();
  const [account] = configuration.accounts;
  const key = new Secret('key-of-the-benchmark');
  const each = (value) => new Map([[account.name, value]]);
  const status = () => ({
    version: '0',
    startedMs: 0,
    nowMs: clock.wallMs(),
    tickMs: clock.wallMs(),
    leadership: { leading: true },
    accounts: [loop.status()],
  });
  const metrics = createMetrics({ version: '0', nodeVersion: process.version, status });
  const parts = {
    accounts: configuration.accounts,
    keys: each(() => key),
    budgets: each(budget),
    clock,
    journal: metrics,
  };
  const loop = new AccountLoop({
    account,
    ports: composeWriting(parts, compose(parts)),
    budget: () => budget.state(),
    keyName: () => 'the key',
    planIdOf: (plan) => planIdOf(JSON.stringify(plan.domains.flatMap(({ changes }) => changes))),
    approvals: new Approvals(),
    mask: (url) => maskUrl(url, fingerprint),
    random: Math.random,
    intervalMs: 3_600_000,
  });
  loop.setDesired(configuration.desired);
  const page = () =>
    renderPage({
      status: status(),
      liveness: { alive: true, message: '' },
      query: readPageQuery(new URLSearchParams()),
      postsEnabled: false,
    });
  return { loop, metrics: () => metrics.text(), page };
}
