import { describe, expect, it } from 'vitest';
import { sharingWith } from '../../src/model/webhooks.ts';

const KNOWN = { delivered: ['https://a.example.com/'], clicked: ['https://b.example.com/'] };

describe('webhooks that share with known ones', () => {
  it('are the known ones if they are equal', () => {
    expect(sharingWith(KNOWN, structuredClone(KNOWN))).toBe(KNOWN);
  });

  it('have the lists that are equal, and their own where not', () => {
    const webhooks = { delivered: ['https://a.example.com/'], clicked: ['https://c.example.com/'] };
    const shared = sharingWith(KNOWN, webhooks);
    expect(shared).toStrictEqual(webhooks);
    expect(shared.delivered).toBe(KNOWN.delivered);
  });

  it.each([
    ['lack an event type', { delivered: ['https://a.example.com/'] }],
    ['have one more', { ...structuredClone(KNOWN), opened: ['https://a.example.com/'] }],
    ['have none', {}],
  ])('stay as they are if they %s', (_, webhooks) => {
    expect(sharingWith(KNOWN, webhooks)).toStrictEqual(webhooks);
  });

  it('keep an event type absent that is wanted empty', () => {
    const webhooks = { delivered: ['https://a.example.com/'] };
    expect(sharingWith({ ...webhooks, opened: [] }, webhooks)).toStrictEqual(webhooks);
  });
});
