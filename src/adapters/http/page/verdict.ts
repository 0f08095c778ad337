import type { AccountStatus, DomainCondition, Liveness, Status } from '../../../ports/status.ts';
import { type Tone, worstTone } from './tone.ts';
import { counted } from './wording.ts';

export interface Verdict {
  readonly tone: Tone;
  readonly label: string;
}

interface AccountVerdict extends Verdict {
  /** The label where several accounts share it, such as `wait for approval`. */
  readonly plural: string;
}

const STOPPED = { tone: 'bad', label: 'is stopped', plural: 'are stopped' } as const;
const APPROVAL = { tone: 'warn', label: 'waits for approval', plural: 'wait for approval' } as const;
const ATTENTION = { tone: 'bad', label: 'needs attention', plural: 'need attention' } as const;
const UNREAD = {
  tone: 'warn',
  label: 'could not be read in full',
  plural: 'could not be read in full',
} as const;
const HELD = { tone: 'warn', label: 'holds changes back', plural: 'hold changes back' } as const;
const CHANGING = { tone: 'busy', label: 'has changes pending', plural: 'have changes pending' } as const;
const PENDING = {
  tone: 'quiet',
  label: 'is not read in full yet',
  plural: 'are not read in full yet',
} as const;
const OBSERVED = { tone: 'quiet', label: 'only observes drift', plural: 'only observe drift' } as const;
const IN_SYNC = { tone: 'ok', label: 'in sync', plural: 'in sync' } as const;

/** What the worst of its domains says about an account, the worst first. */
const BY_CONDITION: readonly (readonly [DomainCondition, AccountVerdict])[] = [
  ['failed', ATTENTION],
  ['conflict', ATTENTION],
  ['blocked', APPROVAL],
  ['unread', UNREAD],
  ['held', HELD],
  ['drifted', CHANGING],
  ['pending', PENDING],
  ['observed', OBSERVED],
];

export function accountVerdict({ halted, guard, domains, lastSuccessMs }: AccountStatus): AccountVerdict {
  if (halted !== undefined) return STOPPED;
  if (guard !== undefined) return APPROVAL;
  const conditions = new Set(domains.map(({ condition }) => condition));
  const [, worst] = BY_CONDITION.find(([condition]) => conditions.has(condition)) ?? [];
  if (worst) return worst;
  return domains.length === 0 && lastSuccessMs === undefined ? PENDING : IN_SYNC;
}

export interface Judged {
  readonly status: Status;
  readonly liveness: Liveness;
}

/** One line over everything, such as `3 accounts: 2 in sync, 1 waits for approval`. */
export function overallVerdict({ status, liveness }: Judged): Verdict {
  if (status.configuration === undefined) return { tone: 'bad', label: 'No configuration loaded yet' };
  const verdicts = status.accounts.map(accountVerdict);
  const tone = worstTone([
    ...verdicts.map((verdict) => verdict.tone),
    ...(liveness.alive ? [] : ['bad' as const]),
    ...(status.configuration.stale ? ['warn' as const] : []),
    ...(status.leadership.problem === undefined ? [] : ['warn' as const]),
  ]);
  return { tone, label: `${counted(verdicts.length, 'account')}: ${summary(verdicts)}` };
}

function summary(verdicts: readonly AccountVerdict[]): string {
  if (verdicts.length === 0) return 'nothing to do';
  if (verdicts.length === 1) return verdicts[0]?.label ?? '';
  const numbers = new Map<AccountVerdict, number>();
  for (const verdict of verdicts) numbers.set(verdict, (numbers.get(verdict) ?? 0) + 1);
  if (numbers.size === 1) return `all ${verdicts[0]?.plural}`;
  const order = [IN_SYNC, ...new Set(verdicts.filter((verdict) => verdict !== IN_SYNC))];
  return order
    .filter((verdict) => numbers.has(verdict))
    .map(
      (verdict) => `${numbers.get(verdict)} ${numbers.get(verdict) === 1 ? verdict.label : verdict.plural}`,
    )
    .join(', ');
}
