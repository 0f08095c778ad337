import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Reply, textReply } from './reply.ts';
import { type Body, readBody } from './request-body.ts';

export interface Request {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Reads the body, which is done once at most. */
  body(): Promise<Body>;
}

/** A path, and what is answered there. GET routes answer HEAD too. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Whether the answer to an unknown path names this one. */
  readonly listed: boolean;
  answer(request: Request): Reply | Promise<Reply>;
}

/** Finds the route of a request and asks it. Rejects as the route does. */
export async function answerRequest(routes: readonly Route[], message: IncomingMessage): Promise<Reply> {
  const target = message.url ?? '';
  if (!target.startsWith('/')) return textReply(400, 'Bad request: the target has to be a path.');
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const route = routes.find((candidate) => candidate.path === path);
  if (!route) return textReply(404, `Not found. ${listPaths(routes)}`);
  const allowed = route.method === 'GET' ? ['GET', 'HEAD'] : ['POST'];
  if (!allowed.includes(message.method ?? '')) {
    const names = allowed.join(', ');
    return textReply(405, `Method not allowed. ${path} takes ${names}.`, { allow: names });
  }
  return route.answer({
    query: new URLSearchParams(question < 0 ? '' : target.slice(question)),
    headers: message.headers,
    body: () => readBody(message),
  });
}

function listPaths(routes: readonly Route[]): string {
  const pathsOf = (method: Route['method']) =>
    routes
      .filter((route) => route.method === method && route.listed)
      .map(({ path }) => path)
      .join(' ');
  return `GET: ${pathsOf('GET')}; POST: ${pathsOf('POST')}`;
}
