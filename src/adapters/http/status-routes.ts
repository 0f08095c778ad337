import type { Liveness, Status } from '../../ports/status.ts';
import { livez, readyz } from './health.ts';
import { icon } from './page/icon.ts';
import { renderPage } from './page/page.ts';
import { readPageQuery } from './page/page-query.ts';
import { STYLE } from './page/style.ts';
import { overallVerdict } from './page/verdict.ts';
import { postRoutes, type StatusPosts } from './posts.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { Request, Route } from './route.ts';

/** Everything that is served comes from here; each is asked anew for every request. */
export interface StatusSources {
  status(): Status;
  /** Has to rest on a clock that never jumps. */
  alive(): Liveness;
  metrics(): Promise<MetricsText>;
  readonly posts: StatusPosts;
}

export interface MetricsText {
  readonly contentType: string;
  readonly text: string;
}

/** Grows by one whenever a field of `/status.json` is renamed, removed, or means something else. */
const STATUS_FORMAT_VERSION = 1;

export function statusRoutes(sources: StatusSources): readonly Route[] {
  const { status, alive, metrics, posts } = sources;
  return [
    get('/', ({ query }) => htmlReply(sources, query)),
    get('/status.json', () => jsonReply(200, { formatVersion: STATUS_FORMAT_VERSION, ...status() })),
    get('/metrics', async () => {
      const { contentType, text } = await metrics();
      return { status: 200, contentType, body: text };
    }),
    get('/livez', ({ query }) => livez(alive(), query.has('verbose'))),
    get('/readyz', ({ query }) => readyz(status(), query.has('verbose'))),
    part('/status.css', () => ({ status: 200, contentType: 'text/css; charset=utf-8', body: STYLE })),
    part('/favicon.svg', () => {
      const { tone } = overallVerdict({ status: status(), liveness: alive() });
      return { status: 200, contentType: 'image/svg+xml', body: icon(tone) };
    }),
    ...postRoutes(posts),
  ];
}

type Answer = (request: Request) => Reply | Promise<Reply>;

function get(path: string, answer: Answer): Route {
  return { method: 'GET', path, listed: true, answer };
}

/** Something that the page is made of. */
function part(path: string, answer: Answer): Route {
  return { method: 'GET', path, listed: false, answer };
}

function htmlReply({ status, alive, posts }: StatusSources, query: URLSearchParams): Reply {
  const body = renderPage({
    status: status(),
    liveness: alive(),
    query: readPageQuery(query),
    approvals: { file: posts.approvalsFile, posts: posts.token() !== undefined },
  });
  return { status: 200, contentType: 'text/html; charset=utf-8', body };
}
