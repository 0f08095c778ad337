import { onTestFinished } from 'vitest';
import { createSystemClock } from '../../src/adapters/clock/system-clock.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/emulator.ts';

/** Starts an emulator on a free port, with the real clock, and closes it when the test has finished. */
export async function withEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ clock: createSystemClock(), ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

export interface Asked {
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: readonly (readonly [string, string])[];
  readonly body?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null` sends no credentials. */
  readonly key?: string | null;
}

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  /** The body exactly as sent. */
  readonly text: string;
}

/** Sends one request, such as `GET /v3/domains/mg.example.com/webhooks`, and gives the answer back unread. */
export async function ask(emulator: Emulator, call: string, asked: Asked = {}): Promise<Heard> {
  const [method = '', target = ''] = call.split(' ');
  const { form, body, key = 'key-1' } = asked;
  const credentials =
    key === null ? {} : { authorization: `Basic ${Buffer.from(`api:${key}`).toString('base64')}` };
  const sent =
    form === undefined
      ? body
      : new URLSearchParams(form.map(([name, value]): [string, string] => [name, value]));
  const response = await fetch(`${emulator.origin}${target}`, {
    method,
    headers: { ...credentials, ...asked.headers },
    redirect: 'manual',
    ...(sent === undefined ? {} : { body: sent }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, text: bytes.toString('utf8') };
}
