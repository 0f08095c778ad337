import type { Liveness, Status } from '../../ports/status.ts';
import { type Reply, textReply } from './reply.ts';

interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly message: string;
}

/** 503 tells Kubernetes to restart the process, so nothing counts here that a restart would not mend. */
export function livez(liveness: Liveness, verbose: boolean): Reply {
  return report('livez', [{ name: 'loop', passed: liveness.alive, message: liveness.message }], verbose);
}

/**
 * Ready means that a configuration was loaded. A stale one counts, and so does a process that follows another one:
 * both do their work, and taking them out of service would hide the page that says what is wrong.
 */
export function readyz({ configuration }: Status, verbose: boolean): Reply {
  const loaded = configuration !== undefined;
  const message = loaded ? loadedMessage(configuration) : 'no valid configuration has been loaded yet';
  return report('readyz', [{ name: 'configuration', passed: loaded, message }], verbose);
}

function loadedMessage({ digest, stale }: NonNullable<Status['configuration']>): string {
  return stale ? `${digest} is in force, a newer one is not valid` : `${digest} is in force`;
}

/** One word if all is well and nobody asks for more; else a line a check, as the servers of Kubernetes print it. */
function report(name: string, checks: readonly Check[], verbose: boolean): Reply {
  const passed = checks.every((check) => check.passed);
  if (passed && !verbose) return textReply(200, 'ok');
  const lines = checks.map((check) => {
    const sign = check.passed ? '+' : '-';
    return `[${sign}]${check.name} ${check.passed ? 'ok' : 'failed'}: ${check.message}`;
  });
  lines.push(`${name} check ${passed ? 'passed' : 'failed'}`);
  return textReply(passed ? 200 : 503, lines.join('\n'));
}
