import { createWire, type Method } from '../../../src/adapters/mailgun/wire.ts';
import { Secret } from '../../../src/model/secret.ts';
import { API_KEY, SleeplessClock } from './bench.ts';

/** The most a request takes in these tests. */
export const LIMIT_MS = 300;

export interface Sent {
  readonly method?: Method;
  readonly form?: readonly (readonly [string, string])[];
}

/** A wire that may use all methods, and sends to `/v3/domains/mg.example.com/webhooks` of an origin. */
export function openWire(
  methods: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'],
  clock = new SleeplessClock(),
) {
  const wire = createWire({ methods, userAgent: 'mghooks/test', requestTimeoutMs: LIMIT_MS, clock });
  return (origin: string, { method = 'GET', ...form }: Sent = {}) => {
    const url = new URL(`${origin}/v3/domains/mg.example.com/webhooks`);
    return wire.send({ method, url, apiKey: new Secret(API_KEY), ...form });
  };
}

/** How a request failed, and how long it took. */
export async function failureOf(ended: Promise<unknown>) {
  const startMs = performance.now();
  const error = await ended.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, tookMs: performance.now() - startMs };
}
