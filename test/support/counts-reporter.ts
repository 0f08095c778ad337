import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with its counts alone on one line, `N passed, N failed`, for pipelines that read the last line.
 * A skipped test is named loudly, and is a failure under `CI=true`: a green run must have run everything.
 */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter from the default export
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        if (state === 'skipped') console.warn(`SKIPPED: ${module.moduleId} > ${test.fullName}`);
      }
    }
    if (process.env['CI'] === 'true' && counts.skipped > 0) {
      counts.failed += counts.skipped;
      process.exitCode = 1;
    }
    console.log(`${counts.passed} passed, ${counts.failed} failed`);
  }
}
