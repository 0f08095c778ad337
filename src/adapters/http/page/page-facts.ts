import type { Liveness, Status } from '../../../ports/status.ts';
import type { PageQuery } from './page-query.ts';

/** What a page is made from. */
export interface PageFacts {
  readonly status: Status;
  readonly liveness: Liveness;
  readonly query: PageQuery;
  readonly approvals: ApprovalWays;
}

/** How a person may approve a plan that a guard holds back. */
export interface ApprovalWays {
  /** The file that is looked at, as it was given. */
  readonly file: string | undefined;
  /** Whether a token for POST requests is configured. */
  readonly posts: boolean;
}
