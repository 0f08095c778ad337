import { gzipSync } from 'node:zlib';
import type { AnswerFault } from '../../../src/emulator/faults/fault-rule.ts';
import { type AnswerDisaster, PROVES_NOTHING, READ_ALL_THE_SAME, type Shape } from './answer-disaster.ts';
import { DRIFTED } from './scene.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const MIB = 1024 * 1024;

/** The worst that may be believed. */
const EMPTY_LIST = '{"webhooks":{}}';
const URL = 'https://a.example/';

function body(bytes: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): AnswerFault {
  const bodyBase64 = Buffer.from(bytes).toString('base64');
  return { kind: 'answer', status: 200, bodyBase64, headers: { 'Content-Type': JSON_TYPE, ...headers } };
}

const ofType = (type: string, text: string): AnswerFault => body(text, { 'Content-Type': type });
const json = (value: unknown, status = 200): AnswerFault => ({ kind: 'answer', status, json: value });
const shown = (value: unknown): Shape => ({ title: JSON.stringify(value), answer: json(value) });

/** What the domain has, each webhook in another form. */
function rightList(form: (urls: readonly string[]) => unknown, more: object = {}): AnswerFault {
  const hooks = Object.entries(DRIFTED).map(([event, urls]) => [event, form(urls)] as const);
  return json({ webhooks: { ...Object.fromEntries(hooks), ...more } });
}

/** 50 KB that become 50 MiB. */
const gzipBomb = (): Uint8Array => gzipSync(Buffer.alloc(50 * MIB));

/** The line break behind the list may be lost: what stands before it is whole. */
const WHOLE = JSON.stringify(rightList((urls) => ({ urls })).json).length;
const CUTS = Array.from({ length: WHOLE }, (_, bytes) => bytes);

/** H08 to H12: 200, or nearly, and a body that is not the list of the webhooks. */
export const BODIES: readonly AnswerDisaster[] = [
  {
    id: 'H08',
    title: '200 of somebody else',
    shapes: [
      { title: 'an HTML login page', answer: ofType('text/html', '<html><h1>Sign in</h1></html>') },
      { title: 'Mailgun Magnificent API', answer: ofType('text/plain', 'Mailgun Magnificent API') },
      { title: 'an empty octet stream', answer: ofType('application/octet-stream', '') },
      { title: 'a list said to be HTML', answer: ofType('text/html', EMPTY_LIST) },
      { title: 'a list said to be text', answer: ofType('text/json', EMPTY_LIST) },
    ],
    ...PROVES_NOTHING,
  },
  {
    id: 'H09',
    title: '200 with nothing, and 2xx that is not 200',
    shapes: [
      { title: 'an empty body', answer: body('') },
      { title: '204', answer: { kind: 'answer', status: 204 } },
      ...[201, 202, 203, 206].map((status) => ({
        title: `${status}`,
        answer: json({ webhooks: {} }, status),
      })),
    ],
    ...PROVES_NOTHING,
  },
  {
    id: 'H10',
    title: 'a list cut off at every byte, said to be whole',
    shapes: CUTS.map((bytes) => ({
      title: `${bytes} bytes`,
      answer: { kind: 'truncate', bytes, length: 'cut' },
    })),
    reading: 'unread',
  },
  {
    id: 'H10',
    title: 'a list cut off, and the connection closed',
    shapes: CUTS.filter((bytes) => bytes % 10 === 0).map((bytes) => ({
      title: `${bytes} bytes`,
      answer: { kind: 'truncate', bytes },
    })),
    reading: 'unread',
    after: 'overcome',
  },
  {
    id: 'H10',
    title: 'JSON that is damaged or means two things',
    shapes: [
      { title: 'something behind it', answer: body(`${EMPTY_LIST}{}`) },
      { title: 'a byte order mark', answer: body(`\ufeff${EMPTY_LIST}`) },
      { title: 'a NUL', answer: body(`${EMPTY_LIST}\0`) },
      { title: 'invalid UTF-8', answer: body(Buffer.from('{"webhooks":{},"by":"\xff"}', 'latin1')) },
      { title: 'UTF-16', answer: body(Buffer.from(EMPTY_LIST, 'utf16le')) },
      { title: 'two lists', answer: body(`{"webhooks":{"clicked":{"urls":["${URL}"]}},"webhooks":{}}`) },
      {
        title: 'an event type twice',
        answer: body(`{"webhooks":{"clicked":{"urls":["${URL}"]},"clicked":null}}`),
      },
      { title: '__proto__', answer: body('{"__proto__":{"webhooks":{}}}') },
      { title: '10 000 levels', answer: body(`{"webhooks":${'['.repeat(10_000)}${']'.repeat(10_000)}}`) },
      { title: '10 000 brackets that stay open', answer: body('['.repeat(10_000)) },
      { title: 'NaN', answer: body('{"webhooks":NaN}') },
    ],
    ...PROVES_NOTHING,
  },
  {
    id: 'H11',
    title: "JSON without an object 'webhooks'",
    shapes: [
      null,
      [],
      'none',
      {},
      { Webhooks: {} },
      ...[null, [], 'none', 0].map((webhooks) => ({ webhooks })),
    ].map(shown),
    ...PROVES_NOTHING,
  },
  {
    id: 'H11',
    title: 'a webhook without a list of URLs',
    shapes: [
      URL,
      [URL],
      true,
      { urls: URL },
      { urls: [null] },
      { urls: [''] },
      { urls: { 0: URL } },
      { url: 1 },
      { href: URL },
    ].map((clicked) => shown({ webhooks: { clicked } })),
    ...PROVES_NOTHING,
  },
  {
    id: 'H11',
    title: 'a right list in another form',
    shapes: [
      { title: "'url' besides 'urls'", answer: rightList((urls) => ({ url: urls[0], urls })) },
      { title: "'url', and the rest in 'urls'", answer: rightList(([url, ...urls]) => ({ url, urls })) },
      {
        title: 'another order, each twice',
        answer: rightList((urls) => ({ urls: [...urls, ...urls].reverse() })),
      },
      ...[null, {}, { urls: null }, { urls: [] }].map((absent) => ({
        title: `${JSON.stringify(absent)} for none`,
        answer: rightList((urls) => ({ urls }), { accepted: absent, permanent_fail: absent }),
      })),
    ],
    ...READ_ALL_THE_SAME,
  },
  {
    id: 'H12',
    title: 'too much, or packed',
    shapes: [
      { title: '2 MiB', answer: body(`{"webhooks":{},"padding":"${'x'.repeat(2 * MIB)}"}`) },
      { title: 'a gzip bomb', answer: body(gzipBomb(), { 'Content-Encoding': 'gzip' }) },
      { title: 'gzip', answer: body(gzipSync(EMPTY_LIST), { 'Content-Encoding': 'gzip' }) },
      { title: 'gzip that is not said to be', answer: body(gzipSync(EMPTY_LIST)) },
      { title: 'an unknown encoding', answer: body(EMPTY_LIST, { 'Content-Encoding': 'x-quantum' }) },
    ],
    ...PROVES_NOTHING,
  },
  {
    id: 'H12',
    title: '1 GiB',
    shapes: [{ title: '1 GiB', answer: { kind: 'oversize', bytes: 1024 * MIB } }],
    reading: 'unread',
    after: 'overcome',
  },
];
