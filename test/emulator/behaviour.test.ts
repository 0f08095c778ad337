import { describe, expect, it } from 'vitest';
import { type Behaviour, DEFAULT_BEHAVIOUR } from '../../src/emulator/behaviour.ts';
import { ask, withEmulator } from '../support/emulator.ts';
import { ANSWER_SWITCHES } from './answer-switches.ts';
import { HOOKS, SEED } from './switch.ts';
import { WRITE_SWITCHES } from './write-switches.ts';

const SWITCHES = [...ANSWER_SWITCHES, ...WRITE_SWITCHES];

const CASES = SWITCHES.flatMap(({ name, call, asked, positions }) =>
  positions.map((position) => ({ name, call, asked, at: JSON.stringify(position.behaviour), ...position })),
);

describe('Each switch has its effect', () => {
  it.each(CASES)('$name at $at: $call', async ({ behaviour, call, asked, heard, after }) => {
    const emulator = await withEmulator({ seed: SEED, behaviour });
    const { status, text } = await ask(emulator, call, asked);
    expect([status, text]).toEqual(heard);
    expect(emulator.webhooks('mg.example.com')).toEqual(after ?? SEED.domains['mg.example.com']);
  });

  it('and every switch is tested here', () => {
    const elsewhere: readonly (keyof Behaviour)[] = ['rateScope', 'rateHeaders'];
    const tested = new Set([...SWITCHES.map(({ name }) => name), ...elsewhere]);
    expect([...tested].toSorted()).toEqual(Object.keys(DEFAULT_BEHAVIOUR).toSorted());
  });
});

describe('Rotating URLs', () => {
  it('stand in another order in the next answer, and are stored as they were', async () => {
    const emulator = await withEmulator({ seed: SEED, behaviour: { urlOrder: 'rotating' } });
    const orders = new Set<string>();
    for (let read = 0; read < 3; read += 1) orders.add((await ask(emulator, `GET ${HOOKS}/delivered`)).text);
    expect(orders.size).toBe(3);
    expect(emulator.webhooks('mg.example.com')).toEqual(SEED.domains['mg.example.com']);
  });
});
