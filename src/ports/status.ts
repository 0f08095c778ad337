import type { AccountName } from '../model/account.ts';
import type { EventType } from '../model/event-type.ts';
import type { LeadershipState } from './leadership.ts';
import type { BudgetState } from './rate-budget.ts';

/**
 * How a domain stands, after the last pass that looked at it.
 *
 * | condition  | meaning                                                                          |
 * |------------|----------------------------------------------------------------------------------|
 * | `in-sync`  | as its policy wants it                                                            |
 * | `drifted`  | changes are pending: not written yet, or not by this process                       |
 * | `observed` | drifted, and its policy only observes                                             |
 * | `blocked`  | changes are pending, and a guard waits for a person                                |
 * | `held`     | something else keeps changing it back, so it is left alone for a while              |
 * | `conflict` | an event type cannot have what is asked for: a fourth URL                          |
 * | `failed`   | a change was tried, and Mailgun does not have it                                   |
 * | `unread`   | it could not be read, so nothing is decided about it                               |
 * | `pending`  | no pass has come to it yet                                                        |
 */
export const DOMAIN_CONDITIONS = [
  'in-sync',
  'drifted',
  'observed',
  'blocked',
  'held',
  'conflict',
  'failed',
  'unread',
  'pending',
] as const;

export type DomainCondition = (typeof DOMAIN_CONDITIONS)[number];

export interface DomainStatus {
  readonly domain: string;
  readonly condition: DomainCondition;
  /** Why it is not in sync, one sentence, free of secrets. */
  readonly reason?: string;
  /** When Mailgun last answered with its webhooks, in milliseconds since 1970. */
  readonly readAtMs?: number;
  /** Since when it has had this condition, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** What it has now, URLs masked. */
  readonly webhooks: readonly { readonly eventType: EventType; readonly urls: readonly string[] }[];
}

/** A change that was carried out or tried, URLs masked. */
export interface ChangeStatus {
  readonly atMs: number;
  readonly passId: string;
  readonly domain: string;
  readonly eventType: EventType;
  readonly kind: 'create' | 'update' | 'delete';
  readonly result: 'applied' | 'failed' | 'not-attempted';
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly reason?: string;
}

export interface GuardStatus {
  /** Names the plan that a person may approve. */
  readonly planId: string;
  /** What the limits say about it, and what is doubtful about the configuration, one sentence each. */
  readonly exceeded: readonly string[];
  /** Deliveries that the plan removes; what `--allow-deletes` has to name. */
  readonly removed: number;
  /** What they are, such as `mg.example.com clicked https://old.example.com/`, URLs masked; the first hundred. */
  readonly removals: readonly string[];
  readonly sinceMs: number;
}

export interface AccountStatus {
  readonly account: AccountName;
  /** The origin that requests go to. */
  readonly baseUrl: string;
  readonly budget: BudgetState;
  /** The pass under way, or the last one. */
  readonly pass?: {
    readonly id: string;
    readonly startedMs: number;
    /** Absent while it is under way. */
    readonly endedMs?: number;
  };
  /** When a pass last left nothing unread and nothing to do, in milliseconds since 1970. */
  readonly lastSuccessMs?: number;
  readonly nextPassMs?: number;
  /** Why the account is stopped, such as a refused key. */
  readonly halted?: string;
  readonly guard?: GuardStatus;
  /** What else a person should know, such as a pattern that matches nothing; sentences. */
  readonly notes: readonly string[];
  /** Sorted by name. */
  readonly domains: readonly DomainStatus[];
  /** Newest first, a hundred at most. */
  readonly lastChanges: readonly ChangeStatus[];
}

export interface ConfigurationStatus {
  readonly digest: string;
  readonly files: number;
  readonly loadedMs: number;
  /** A newer configuration is invalid or cannot be read, so this one stays in force. */
  readonly stale?: RejectedConfiguration;
}

/** Files that are invalid or cannot be read. */
export interface RejectedConfiguration {
  /** In milliseconds since 1970. */
  readonly sinceMs: number;
  /** As `file:line:column: message (hint)`. */
  readonly problems: readonly string[];
}

/** Whether this process would be better off if it were started anew. Nothing counts that a restart would not mend. */
export interface Liveness {
  readonly alive: boolean;
  /** What was looked at and found, such as `the loop moved 3 s ago`. */
  readonly message: string;
}

/** Everything a person or a monitor may ask a running process. URLs are masked; there is no secret in it. */
export interface Status {
  readonly version: string;
  readonly startedMs: number;
  readonly nowMs: number;
  /** When the loop last showed that it is alive, in milliseconds since 1970. */
  readonly tickMs: number;
  /** Absent until a first valid configuration was loaded. */
  readonly configuration?: ConfigurationStatus;
  /** Why none was loaded yet; absent once one was, and before the files were looked at. */
  readonly rejected?: RejectedConfiguration;
  readonly leadership: LeadershipState;
  /** Sorted by name. */
  readonly accounts: readonly AccountStatus[];
}
