import { A, B, C, D, DOMAIN_NOT_FOUND, type Fact, HOOKS, multipart, urls } from './fact.ts';

const CREATED = `{"message":"Webhook has been created","webhook":{"urls":["${A}","${B}"]}}\n`;
const CREATE_FORM = [['id', 'clicked'], ...urls(A, B)] as const;

export const V3_CREATES: readonly Fact[] = [
  {
    fact: 'a webhook is created with 200 from a urlencoded form (VCR 2023)',
    call: `POST ${HOOKS}`,
    asked: { form: CREATE_FORM },
    status: 200,
    body: CREATED,
    after: { clicked: [A, B] },
  },
  {
    fact: 'a webhook is created from a multipart form (OAS)',
    call: `POST ${HOOKS}`,
    asked: multipart(CREATE_FORM),
    status: 200,
    body: CREATED,
    after: { clicked: [A, B] },
  },
  {
    fact: 'a webhook is created from the query, with an empty body (vendor script)',
    call: `POST ${HOOKS}?id=clicked&url=${encodeURIComponent(A)}&url=${encodeURIComponent(B)}`,
    status: 200,
    body: CREATED,
    after: { clicked: [A, B] },
  },
  {
    fact: 'http is as good as https (VCR 2023), and a URL is stored exactly as sent, without a slash (test)',
    call: `POST ${HOOKS}`,
    asked: { form: [['id', 'opened'], ...urls('http://hoge.com', 'https://hoge.com/a/b?c=d&e')] },
    status: 200,
    body: '{"message":"Webhook has been created","webhook":{"urls":["http://hoge.com","https://hoge.com/a/b?c=d&e"]}}\n',
    after: { opened: ['http://hoge.com', 'https://hoge.com/a/b?c=d&e'] },
  },
  {
    fact: 'creating on an event type that has a URL is refused and merges nothing (report 2026; text unknown)',
    hooks: { clicked: [A] },
    call: `POST ${HOOKS}`,
    asked: { form: [['id', 'clicked'], ...urls(B)] },
    status: 400,
    body: '{"message":"Webhook already exists"}\n',
  },
  {
    fact: 'a scheme other than http and https is refused (OAS)',
    call: `POST ${HOOKS}`,
    asked: { form: [['id', 'clicked'], ...urls('ftp://a.example/')] },
    status: 400,
    body: '{"message":"ftp://a.example/ is not a valid url: invalid URL scheme"}\n',
  },
  {
    fact: 'a host that does not resolve is refused, since the server looks it up (OAS)',
    call: `POST ${HOOKS}`,
    asked: { form: [['id', 'clicked'], ...urls(A, 'https://gone.example/')] },
    status: 400,
    body: '{"message":"https://gone.example/ is not a valid url: host not found"}\n',
  },
  {
    fact: 'a form without an id is refused (report 2021, with the text of the present framework)',
    call: `POST ${HOOKS}`,
    asked: { form: urls(A) },
    status: 400,
    body: '{"message":"Missing mandatory parameter: id"}\n',
  },
  {
    fact: 'a JSON body is no form: its fields are missing (report 2021)',
    call: `POST ${HOOKS}`,
    asked: { body: `{"id":"clicked","url":"${A}"}`, headers: { 'content-type': 'application/json' } },
    status: 400,
    body: '{"message":"Missing mandatory parameter: id"}\n',
  },
  {
    fact: 'a form without a URL is refused',
    call: `POST ${HOOKS}`,
    asked: { form: [['id', 'clicked']] },
    status: 400,
    body: '{"message":"Missing mandatory parameter: url"}\n',
  },
  {
    fact: 'a fourth URL is refused (OAS; text as documented for v1)',
    call: `POST ${HOOKS}`,
    asked: { form: [['id', 'clicked'], ...urls(A, B, C, D)] },
    status: 400,
    body: '{"message":"unable to add more than 3 urls for event type clicked"}\n',
  },
  {
    fact: 'a legacy name cannot be created any more (doc, since 2023-04-18)',
    call: `POST ${HOOKS}`,
    asked: { form: [['id', 'bounce'], ...urls(A)] },
    status: 400,
    body: '{"message":"event_type \'bounce\' is invalid"}\n',
  },
  {
    fact: 'creating on an unknown domain is a 404 (OAS)',
    call: 'POST /v3/domains/unknown.example/webhooks',
    asked: { form: [['id', 'clicked'], ...urls(A)] },
    status: 404,
    body: DOMAIN_NOT_FOUND,
  },
];
