import { describe, expect, it } from 'vitest';
import { additionsFirst, type Change, webhooksWith } from '../../src/model/change.ts';
import type { EventType } from '../../src/model/event-type.ts';
import { domainName, MAIN } from '../support/domains.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';

const keyOf = (eventType: EventType) => ({
  account: MAIN,
  domain: domainName('mg.example.com'),
  eventType,
});

const CREATE: Change = { kind: 'create', key: keyOf('opened'), to: [A] };
const UPDATE: Change = { kind: 'update', key: keyOf('clicked'), from: [A], to: [B] };
const DELETE: Change = { kind: 'delete', key: keyOf('delivered'), from: [A] };

describe('the changes of a domain', () => {
  it('leave the webhooks that they do not name, and no empty list', () => {
    const webhooks = { accepted: [A], delivered: [A], clicked: [A] };
    expect(webhooksWith(webhooks, [CREATE, UPDATE, DELETE])).toStrictEqual({
      accepted: [A],
      opened: [A],
      clicked: [B],
    });
    expect(webhooksWith(webhooks, [])).toStrictEqual(webhooks);
  });

  it('come in an order in which what has to be there precedes what has to go', () => {
    expect(additionsFirst([DELETE, UPDATE, CREATE])).toEqual([CREATE, UPDATE, DELETE]);
  });
});
