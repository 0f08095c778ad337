import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/secret.ts';

const TEXT = 'key-0123456789abcdef';

describe('Secret', () => {
  it.each([
    ['a template', (secret: Secret) => `${secret}`],
    ['String', (secret: Secret) => String(secret)],
    ['concatenation', (secret: Secret) => 'key: '.concat(String(secret))],
    ['JSON', (secret: Secret) => JSON.stringify({ secret })],
    ['inspect', (secret: Secret) => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ['its keys', (secret: Secret) => Object.entries(secret).flat().join()],
    ['an error', (secret: Secret) => inspect(new Error(`refused ${secret}`, { cause: secret }))],
  ])('does not show itself in %s', (_name, print) => {
    expect(print(new Secret(TEXT))).not.toContain(TEXT);
  });

  it('shows itself when asked to', () => {
    expect(new Secret(TEXT).reveal()).toBe(TEXT);
  });
});
