import type { Liveness, Status } from '../../../ports/status.ts';
import type { PageQuery } from './page-query.ts';

/** What a page is made from. */
export interface PageFacts {
  readonly status: Status;
  readonly liveness: Liveness;
  readonly query: PageQuery;
  /** Whether a token for POST requests is configured. */
  readonly postsEnabled: boolean;
}
