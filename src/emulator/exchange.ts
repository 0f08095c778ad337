import type { Reply } from './answer.ts';
import type { HookTable } from './hook-table.ts';
import type { ReceivedRequest } from './received-request.ts';

/** A request on its way to a reply, with the powers its handling has. A fault hands on one with other powers. */
export interface Exchange {
  readonly request: ReceivedRequest;
  /** The webhooks of a domain, as this request sees them. */
  readonly hooksOf: (domain: string) => HookTable;
  /** Stores what a domain's webhooks become. */
  readonly commit: (domain: string, hooks: HookTable) => void;
}

export type Handler = (exchange: Exchange) => Promise<Reply>;
