import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { FIRST_LINES, planText, readPlanText } from '../../../src/adapters/plan-file/plan-text.ts';
import { savedPlan } from './saved-plan.ts';

const EDITED = { kind: 'refused', reason: 'it is cut off, or it was edited' };
const NO_PLAN = { kind: 'refused', reason: "it is not a plan that 'mghooks plan --out' wrote" };

/** A document with a valid checksum, as somebody could make who has read this. */
function forged(change: (document: Record<string, unknown>) => void): string {
  const { checksum: _, ...document }: Record<string, unknown> = JSON.parse(planText(savedPlan()));
  change(document);
  const checksum = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  return `${JSON.stringify({ ...document, checksum }, null, 2)}\n`;
}

describe('a saved plan as text', () => {
  it('is read as it was written', () => {
    expect(readPlanText(planText(savedPlan()))).toEqual({ kind: 'plan', plan: savedPlan() });
  });

  it('is read as it was written without domains', () => {
    const empty = savedPlan({ accounts: [], domains: [] });
    expect(readPlanText(planText(empty))).toEqual({ kind: 'plan', plan: empty });
  });

  it('fits its schema', () => {
    const path = new URL('../../../schemas/saved-plan.schema.json', import.meta.url);
    const ajv = new Ajv({ strict: true, allErrors: true, formats: { 'date-time': true } });
    const isSavedPlan = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
    expect(isSavedPlan(JSON.parse(planText(savedPlan()))), JSON.stringify(isSavedPlan.errors)).toBe(true);
  });

  it('is refused when any one byte of it is another', () => {
    const bytes = Buffer.from(planText(savedPlan()));
    for (const [at, byte] of bytes.entries()) {
      for (const other of [byte ^ 1, byte ^ 0x20, byte ^ 0x80]) {
        const edited = Buffer.from(bytes);
        edited[at] = other;
        expect(readPlanText(edited.toString('utf8')).kind, `byte ${at} as ${other}`).toBe('refused');
      }
    }
  });

  it('is refused when any part of its end is missing', () => {
    const text = planText(savedPlan());
    for (let length = 0; length < text.length; length += 1) {
      const expected = length < FIRST_LINES.length ? NO_PLAN : EDITED;
      expect(readPlanText(text.slice(0, length)), `cut at ${length}`).toEqual(expected);
    }
  });

  it.each([
    ['a space more', (text: string) => `${text} `],
    ['other line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['another indent', (text: string) => JSON.stringify(JSON.parse(text))],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['one field twice', (text: string) => text.replace('"planId"', '"planId": "x",\n  "planId"')],
    ['no checksum', (text: string) => text.replace(/,\n {2}"checksum": "\w+"/, '')],
  ])('is refused with %s', (_title, edit) => {
    const edited = edit(planText(savedPlan()));
    expect(edited).not.toBe(planText(savedPlan()));
    expect(readPlanText(edited).kind).toBe('refused');
  });

  it.each([
    ['', NO_PLAN],
    ['null', NO_PLAN],
    ['[]', NO_PLAN],
    ['{}', NO_PLAN],
    ['version: 1\n', NO_PLAN],
    ['{"planId": "1f0c9a2b7d3e", "domains": []}', NO_PLAN],
  ])('%j is no plan', (text, expected) => {
    expect(readPlanText(text)).toEqual(expected);
  });

  it('of another format says who wrote it', () => {
    const text = forged((document) => {
      document['formatVersion'] = 2;
      document['toolVersion'] = '3.0.0';
    });
    expect(readPlanText(text)).toEqual({
      kind: 'refused',
      reason: 'mghooks 3.0.0 wrote it in format 2, and this mghooks reads format 1',
    });
  });

  it.each<readonly [string, (document: Record<string, unknown>) => void, string]>([
    ['a field that is missing', (document) => delete document['planId'], "'planId' is not a text"],
    [
      'a time that is none',
      (document) => {
        document['expiresAt'] = 'tomorrow';
      },
      "'expiresAt' is not a time such as 2026-07-29T12:00:00.000Z",
    ],
    [
      'a list that is none',
      (document) => {
        document['domains'] = {};
      },
      "'domains' is not a list",
    ],
    [
      'an object that is none',
      (document) => {
        document['accounts'] = ['main'];
      },
      "'accounts[0]' is not an object",
    ],
    [
      'a number that is none',
      (document) => {
        document['accounts'] = [{ name: 'main', baseUrl: '', region: 'us', deliveries: -1 }];
      },
      "'accounts[0].deliveries' is not a whole number",
    ],
    [
      'a domain that would be another route',
      (document) => {
        document['domains'] = [{ account: 'main', domain: '..', live: [], liveDigest: '', calls: [] }];
      },
      "'domains[0].domain' is not the name of a domain",
    ],
    [
      'an event type that is none',
      (document) => {
        const calls = [{ request: '', eventTypes: ['bounce'], urls: [] }];
        document['domains'] = [{ account: 'main', domain: 'a.example', live: [], liveDigest: '', calls }];
      },
      "'domains[0].calls[0].eventTypes[0]' is not one of accepted",
    ],
  ])('with %s is refused, although its checksum fits', (_title, change, reason) => {
    const read = readPlanText(forged(change));
    expect(read).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
  });

  it('cannot change what objects are made from', () => {
    const text = forged((document) => {
      Object.defineProperty(document, '__proto__', { value: { polluted: true }, enumerable: true });
    });
    readPlanText(text);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
