import { A, B, DOMAIN_NOT_FOUND, type Fact, HOOKS, WEBHOOK_NOT_FOUND } from './fact.ts';

export const V3_READS: readonly Fact[] = [
  {
    fact: 'the list has the event types with a webhook and no others (VCR 2023)',
    hooks: { accepted: ['http://example.com/a'], clicked: ['https://example.com/c'] },
    call: `GET ${HOOKS}`,
    status: 200,
    body: '{"webhooks":{"accepted":{"urls":["http://example.com/a"]},"clicked":{"urls":["https://example.com/c"]}}}\n',
  },
  {
    fact: 'the list of a domain without webhooks is an empty object (VCR 2026, of the v4 DELETE)',
    call: `GET ${HOOKS}`,
    status: 200,
    body: '{"webhooks":{}}\n',
  },
  {
    fact: 'the list keeps its own order of event types (OAS, VCR 2026)',
    hooks: {
      permanent_fail: [A],
      temporary_fail: [A],
      complained: [A],
      unsubscribed: [A],
      clicked: [A],
      opened: [A],
      delivered: [A],
      accepted: [A],
    },
    call: `GET ${HOOKS}`,
    status: 200,
    body: `{"webhooks":{${[
      'accepted',
      'delivered',
      'opened',
      'clicked',
      'unsubscribed',
      'complained',
      'temporary_fail',
      'permanent_fail',
    ]
      .map((name) => `"${name}":{"urls":["${A}"]}`)
      .join(',')}}}\n`,
  },
  {
    fact: 'a legacy webhook has one url and no urls (VCR 2016)',
    hooks: { bounce: 'http://old.example/bounce' },
    call: `GET ${HOOKS}`,
    status: 200,
    body: '{"webhooks":{"bounce":{"url":"http://old.example/bounce"}}}\n',
    after: { bounce: ['http://old.example/bounce'] },
  },
  {
    fact: 'the list of an unknown domain is a 404 (OAS)',
    call: 'GET /v3/domains/unknown.example/webhooks',
    status: 404,
    body: DOMAIN_NOT_FOUND,
  },
  {
    fact: 'one event type on its own (VCR 2023)',
    hooks: { clicked: [A, B] },
    call: `GET ${HOOKS}/clicked`,
    status: 200,
    body: `{"webhook":{"urls":["${A}","${B}"]}}\n`,
  },
  {
    fact: 'an event type without a webhook is a 404 (test)',
    call: `GET ${HOOKS}/clicked`,
    status: 404,
    body: WEBHOOK_NOT_FOUND,
  },
  {
    fact: 'an event type of an unknown domain is a 404 of the domain (OAS)',
    call: 'GET /v3/domains/unknown.example/webhooks/clicked',
    status: 404,
    body: DOMAIN_NOT_FOUND,
  },
];
