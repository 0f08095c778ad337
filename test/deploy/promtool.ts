import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { whyMissing } from '../support/debian-package.ts';
import { workspace } from '../support/workspace.ts';

/** Why rules cannot be checked with Prometheus' own tool here, `undefined` if they can. */
export const promtoolMissing: string | undefined = whyMissing({
  binary: 'promtool',
  packageName: 'prometheus',
  testsOf: 'alerts and dashboard',
});

/** What `promtool check rules` finds wrong with groups of rules; empty if nothing. JSON is YAML too. */
export function ruleProblems(groups: readonly object[]): string {
  return promtool('check', { 'rules.yaml': JSON.stringify({ groups }) }, 'rules.yaml');
}

/** What fails in `promtool test rules`; empty if nothing. The tests are written as its documentation says. */
export function failedTests(groups: readonly object[], tests: readonly object[]): string {
  const files = {
    'rules.yaml': JSON.stringify({ groups }),
    'tests.yaml': JSON.stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests }),
  };
  return promtool('test', files, 'tests.yaml');
}

function promtool(verb: string, files: Readonly<Record<string, string>>, file: string): string {
  const words = [verb, 'rules', join(workspace(files), file)];
  const { status, stdout, stderr } = spawnSync('promtool', words, { encoding: 'utf8' });
  return status === 0 ? '' : `promtool ${verb} rules: exit code ${status}\n${stdout}${stderr}`;
}
