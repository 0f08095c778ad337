import { nearestWord } from '../model/nearest-word.ts';
import { UsageError } from './exit-code.ts';

/** Environment variables, as a map, so that a name such as `constructor` is just absent. */
export type Environment = ReadonlyMap<string, string>;

const PREFIX = 'MGHOOKS_';

/** Variables that the configuration may use in URLs. */
const USER_PREFIX = 'MGHOOKS_VAR_';

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const entries = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return new Map(entries);
}

/**
 * What Kubernetes sets in every pod for a Service that is named `mghooks` (documentation of Services, environment
 * variables); none of our own variables has such a name.
 */
const KUBERNETES_SERVICE = /^MGHOOKS_(SERVICE_(HOST|PORT(_.+)?)|PORT(_\d+_(TCP|UDP|SCTP)(_.+)?)?)$/;

/**
 * Refuses variables with our prefix that mean nothing: a misspelt `MGHOOKS_CONFG` would otherwise be ignored, and the
 * command would run on the default.
 */
export function checkEnvironment(environment: Environment, known: readonly string[]): void {
  for (const name of environment.keys()) {
    if (!name.startsWith(PREFIX) || name.startsWith(USER_PREFIX) || known.includes(name)) continue;
    if (KUBERNETES_SERVICE.test(name)) continue;
    // Without the prefix that all have in common, which would make any two of them alike.
    const words = known.map((word) => word.slice(PREFIX.length));
    const near = nearestWord(name.slice(PREFIX.length), words);
    const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean '${PREFIX}${near}'?`;
    throw new UsageError(`Unknown environment variable '${name}': ${hint}`);
  }
}

/** A boolean, written as people write them; anything else is an error, never `false` by accident. */
export function parseBoolean(name: string, value: string): boolean {
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  if (/^(0|false|no|off)$/i.test(value)) return false;
  throw new UsageError(
    `Cannot read '${name}' as a boolean: current value is '${value}', expected true or false`,
  );
}
