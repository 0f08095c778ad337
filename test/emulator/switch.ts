import type { Behaviour } from '../../src/emulator/behaviour.ts';
import type { Asked } from '../support/emulator.ts';

export const HOOKS = '/v3/domains/mg.example.com/webhooks';
export const HOOKS_V4 = '/v4/domains/mg.example.com/webhooks';
export const A = 'https://a.example';
export const B = 'https://b.example/';
export const C = 'https://c.example/';
export const D = 'https://d.example/';

export const SEED = {
  domains: {
    'mg.example.com': { delivered: [A, B, C], clicked: [A, B] },
    'off.example': { opened: [A] },
    'child.example': { opened: [A] },
  },
  disabled: ['off.example'],
  subaccounts: { '5f3c0a': ['child.example'] },
};

export const DELIVERED = `"delivered":{"urls":["${A}","${B}","${C}"]}`;
export const CLICKED = `"clicked":{"urls":["${A}","${B}"]}`;

/** A call and what it is answered in one position of a switch: status and body. */
interface Position {
  readonly behaviour: Partial<Behaviour>;
  readonly heard: readonly [number, string];
  /** The webhooks of mg.example.com afterwards, where they differ from the seed's. */
  readonly after?: Readonly<Record<string, readonly string[]>>;
}

export interface Switch {
  readonly name: keyof Behaviour;
  readonly call: string;
  readonly asked?: Asked;
  readonly positions: readonly Position[];
}

export function message(text: string): string {
  return `{"message":"${text}"}\n`;
}

export function form(...pairs: readonly (readonly [string, string])[]): Asked {
  return { form: pairs };
}

export const DELETED = '"message":"Webhook has been deleted"';
export const ALREADY = `Webhook for event type 'clicked' with URL '${A}' already exists`;
export const OFF_LIST = `{"webhooks":{"opened":{"urls":["${A}"]}}}\n`;
const ABSENT = ['accepted', 'opened', 'unsubscribed', 'complained', 'temporary_fail', 'permanent_fail'];

/** The list with something in the place of each absent webhook. */
export function listWith(absent: string): string {
  const order = [
    'accepted',
    'delivered',
    'opened',
    'clicked',
    'unsubscribed',
    'complained',
    'temporary_fail',
    'permanent_fail',
  ];
  const shown = (name: string) => (name === 'delivered' ? DELIVERED : CLICKED);
  return `{"webhooks":{${order.map((name) => (ABSENT.includes(name) ? `"${name}":${absent}` : shown(name))).join(',')}}}\n`;
}
