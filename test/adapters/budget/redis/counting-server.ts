import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WindowServer } from '../window-server.ts';

interface Arrival {
  readonly name: string;
  readonly atMs: number;
}

/** A server on a real socket that counts. Nothing is ever refused, so nothing hides a request too many. */
export interface CountingServer {
  readonly port: number;
  arrivals(name?: string): readonly number[];
  arrivalsBetween(fromMs: number, toMs: number): number;
  /** How many of so many arrivals, counted from one of them on, have each name. */
  namesFrom(first: number, arrivals: number): ReadonlyMap<string, number>;
  worstWindow(windowMs: number): number;
  /** From now on requests of this name get no answer. */
  stopAnswering(name: string): void;
}

/** The path of a request is the name of who sent it. Answers take up to 10 ms. */
export async function withCountingServer(): Promise<CountingServer> {
  const all: Arrival[] = [];
  const unanswered = new Set<string>();
  const window = new WindowServer();
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? '';
    const atMs = performance.now();
    window.arrive(atMs);
    all.push({ name, atMs });
    if (!unanswered.has(name)) setTimeout(() => response.end('{}'), Math.random() * 10);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    arrivals: (name) => all.filter((one) => name === undefined || one.name === name).map(({ atMs }) => atMs),
    arrivalsBetween: (fromMs, toMs) => all.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length,
    namesFrom: (first, arrivals) => {
      const counts = new Map<string, number>();
      for (const { name } of all.slice(first, first + arrivals))
        counts.set(name, (counts.get(name) ?? 0) + 1);
      return counts;
    },
    worstWindow: (windowMs) => window.worstWindow(windowMs),
    stopAnswering: (name) => {
      unanswered.add(name);
    },
  };
}
