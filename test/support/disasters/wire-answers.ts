import type { AnswerFault } from '../../../src/emulator/faults/fault-rule.ts';
import { type AnswerDisaster, PROVES_NOTHING, type Shape } from './answer-disaster.ts';

const OK_JSON = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const OK_EMPTY = 'Content-Type: application/json\r\nContent-Length: 15\r\n\r\n{"webhooks":{}}';

/** An empty list behind these lines of a head. */
const behind = (title: string, lines: string): Shape => ({
  title,
  answer: { instead: `HTTP/1.1 200 OK\r\n${lines}${OK_EMPTY}` },
});

const redirect = (title: string, Location: string, status = 302): Shape => ({
  title,
  answer: { kind: 'answer', status, body: '', headers: { Location } },
});

const status = (code: number, more: Omit<AnswerFault, 'kind' | 'status'> = {}): Shape => ({
  title: `${code}`,
  answer: { kind: 'answer', status: code, ...more },
});

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

const ELSEWHERE = '{canary}/v3/domains/struck.example.com/webhooks';

/** H13 to H15, and the part of H10 that is none of JSON: the trouble is in what stands around the body. */
export const WIRE_ANSWERS: readonly AnswerDisaster[] = [
  {
    id: 'H10',
    title: 'an empty list, and the promise of more',
    shapes: [
      { title: 'by its length', answer: { instead: `${OK_JSON}Content-Length: 100\r\n\r\n{"webhooks":{}}` } },
      {
        title: 'by its chunks',
        answer: { instead: `${OK_JSON}Transfer-Encoding: chunked\r\n\r\nf\r\n{"webhooks":{}}\r\n` },
      },
    ],
    ...PROVES_NOTHING,
  },
  {
    id: 'H13',
    title: 'a head that is no head',
    shapes: [
      behind('a header of 20 KB', `X-Long: ${'x'.repeat(20_000)}\r\n`),
      behind(
        '1 000 headers of 20 bytes',
        many(1000, (index) => `X-Many-${index}: 12345678\r\n`),
      ),
      behind('a NUL', 'X-Evil: a\0b\r\n'),
      behind('a lone carriage return', 'X-Evil: a\rContent-Length: 0\r\n'),
      behind('two lengths', 'Content-Length: 2\r\n'),
      behind('a length, and chunks', 'Transfer-Encoding: chunked\r\n'),
      behind('a transfer encoding that nobody knows', 'Transfer-Encoding: x-quantum\r\n'),
      { title: 'a length in words', answer: { instead: 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n' } },
      { title: 'no HTTP', answer: { instead: 'SSH-2.0-OpenSSH_9.2\r\n' } },
    ],
    ...PROVES_NOTHING,
  },
  {
    id: 'H14',
    title: 'a redirect',
    shapes: [
      ...[301, 302, 303, 307, 308].map((code) => redirect(`${code} to another host`, ELSEWHERE, code)),
      redirect('to itself', '{self}/v3/domains/struck.example.com/webhooks'),
      redirect('to another domain', '/v3/domains/large.example.com/webhooks', 307),
      redirect('to a file', 'file:///etc/passwd'),
      redirect('to the metadata of a cloud', 'http://169.254.169.254/latest/meta-data/'),
      status(302),
      status(300, { json: { webhooks: {} } }),
      status(304),
    ],
    ...PROVES_NOTHING,
  },
  {
    id: 'H15',
    title: '1xx, and then the right answer',
    shapes: [
      { title: '1 000 times 100', answer: { preface: many(1000, () => 'HTTP/1.1 100 Continue\r\n\r\n') } },
      { title: '103', answer: { preface: 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n' } },
    ],
    reading: 'overcome',
    after: 'overcome',
  },
  {
    id: 'H15',
    title: '1xx, and then nothing',
    shapes: [
      { title: '100', answer: { instead: 'HTTP/1.1 100 Continue\r\n\r\n', open: true } },
      {
        title: '101',
        answer: {
          instead: 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
          open: true,
        },
      },
    ],
    limitMs: 250,
    reading: 'unread',
    after: 'overcome',
  },
  {
    id: 'H15',
    title: '417 and 426',
    shapes: [status(417), status(426, { headers: { Upgrade: 'TLS/1.3' } })],
    ...PROVES_NOTHING,
  },
];
