import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../ports/clock.ts';

/** As many as the rate budget lets be under way. */
const SOCKETS_MAX = 20;
const SOCKET_AGE_MAX_MS = 60_000;

/** What got calls its agents: one for each protocol. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/**
 * Agents that keep connections open between requests, but none for longer than a minute of use or of idleness: a
 * connection that is always busy would otherwise outlive every change of the host's address. A proxy that the
 * environment names is not used; an idle connection does not keep the process alive.
 */
export function createAgents(clock: Clock): Agents {
  const options = { keepAlive: true, maxSockets: SOCKETS_MAX, timeout: SOCKET_AGE_MAX_MS };
  return {
    http: recycling(new HttpAgent(options), clock),
    https: recycling(new HttpsAgent(options), clock),
  };
}

/** Node asks `keepSocketAlive` whether a connection that has become free may be used again. */
function recycling<A extends HttpAgent>(agent: A, clock: Clock): A {
  const firstFreeMs = new WeakMap<Duplex, number>();
  const keepSocketAlive = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    const nowMs = clock.nowMs();
    const sinceMs = firstFreeMs.get(socket) ?? nowMs;
    firstFreeMs.set(socket, sinceMs);
    return nowMs - sinceMs < SOCKET_AGE_MAX_MS && keepSocketAlive(socket);
  };
  return agent;
}
