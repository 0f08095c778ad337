import { describe, expect, it } from 'vitest';
import { ask } from '../support/emulator.ts';
import { startSeeded } from './fact.ts';
import { OTHER_CALLS } from './other-facts.ts';
import { V3_CHANGES } from './v3-change-facts.ts';
import { V3_CREATES } from './v3-create-facts.ts';
import { V3_READS } from './v3-read-facts.ts';
import { V4_WRITES } from './v4-facts.ts';

describe.each([
  ['v3 reads', V3_READS],
  ['v3 creates', V3_CREATES],
  ['v3 updates and deletes', V3_CHANGES],
  ['v4 writes', V4_WRITES],
  ['tracking and routes', OTHER_CALLS],
] as const)('Mailgun answers byte by byte: %s', (_, facts) => {
  it.each(facts)('$fact', async ({ hooks, call, asked, status, body, after }) => {
    const emulator = await startSeeded(hooks);
    const heard = await ask(emulator, call, asked);
    expect({ status: heard.status, body: heard.text }).toEqual({ status, body });
    expect(emulator.webhooks('mg.example.com')).toEqual(after ?? hooks ?? {});
    expect(Object.keys(emulator.webhooks('mg.example.com'))).toHaveLength(
      Object.keys(after ?? hooks ?? {}).length,
    );
  });
});
