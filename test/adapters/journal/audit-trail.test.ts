import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trailName } from '../../../src/adapters/journal/trail-name.ts';
import { readTrail } from '../../../src/adapters/journal/trail-reading.ts';
import type { Call } from '../../../src/model/call.ts';
import type { AppliedCall } from '../../../src/ports/audit-trail.ts';
import { MAIN, MG } from '../../support/domains.ts';
import { workspace } from '../../support/workspace.ts';
import { BASE_URL, KEY, START_MS, setting, trailIn } from './trail.ts';

const A = 'https://hooks.example.com/a';
const B = 'https://hooks.example.com/b';
const SECRET = 'https://user:c4n4ry-p4ss@hooks.example.com/T024BE7LD0123456789?token=c4n4ry-t0ken';

const FILE = `${trailName({ name: MAIN, baseUrl: BASE_URL })}.jsonl`;
const everything = (folder: string) =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');

describe('an audit trail', () => {
  it('gives every kind of call back as it was recorded', async () => {
    const folder = workspace();
    const key = { account: MAIN, domain: MG };
    const calls: readonly Call[] = [
      { kind: 'v3-create', ...key, eventType: 'clicked', urls: [A, B] },
      { kind: 'v3-update', ...key, eventType: 'clicked', urls: [SECRET] },
      { kind: 'v3-delete', ...key, eventType: 'clicked' },
      { kind: 'v4-create', ...key, url: SECRET, eventTypes: ['clicked', 'permanent_fail'] },
      { kind: 'v4-update', ...key, url: A, eventTypes: ['opened'] },
      { kind: 'v4-delete', ...key, urls: [A, SECRET] },
    ];
    const applied = calls.map(
      (call, index): AppliedCall => ({
        ...setting([A, SECRET].sort(), [B]),
        atMs: START_MS + index,
        call,
      }),
    );
    for (const each of applied) await trailIn(folder).trail.record(each);
    expect(await trailIn(folder).trail.since(MAIN, START_MS)).toEqual(applied);
  });

  it('writes one readable line a call, with who did it', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.record(setting([], [A]));
    const lines = readFileSync(join(folder, FILE), 'utf8').split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      v: 1,
      at: '2026-01-01T00:00:00.000Z',
      plan: '1f0c9a2b7d3e',
      account: 'main',
      baseUrl: 'https://api.mailgun.net',
      domain: 'mg.example.com',
      author: { who: 'octocat', commit: '7f3c2b1a' },
      call: { kind: 'v3-create', eventType: 'clicked', urls: [A] },
      before: {},
      after: { clicked: [A] },
    });
  });

  it('keeps entries in the order in which they were recorded, also when nobody waits', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    const calls = Array.from({ length: 50 }, (_, index) => setting([A], [B], { atMs: START_MS + index }));
    await Promise.all(calls.map((call) => trail.record(call)));
    expect(await trail.since(MAIN, 0)).toEqual(calls);
  });

  it('answers only with what is not older than the moment asked for', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    const hours = [0, 1, 2, 3].map((hour) => setting([A], [B], { atMs: START_MS + hour * 3_600_000 }));
    for (const call of hours) await trail.record(call);
    expect(await trail.since(MAIN, START_MS + 7_200_000)).toEqual(hours.slice(2));
  });

  it('is one for each account and API host', async () => {
    const folder = workspace();
    await trailIn(folder).trail.record(setting([], [A]));
    const elsewhere = { name: MAIN, baseUrl: 'https://api.eu.mailgun.net' };
    expect(trailName(elsewhere)).not.toBe(trailName({ name: MAIN, baseUrl: BASE_URL }));
    expect((await readTrail(folder, trailName(elsewhere))).entries).toEqual([]);
  });

  it('is a file that only its owner can read, in a folder that only its owner can enter', async () => {
    const folder = join(workspace(), 'deep', 'state');
    await trailIn(folder).trail.record(setting([], [A]));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, FILE)).mode & 0o777).toBe(0o600);
  });
});

describe('the URLs of an audit trail', () => {
  it('never stand in a file in clear if they hold what looks like a credential', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.record(setting([A], [SECRET]));
    await trail.record(setting([SECRET], []));
    const text = everything(folder);
    expect(text).not.toContain('c4n4ry');
    expect(text).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 24));
    expect(text).not.toContain(KEY);
    expect(text).toContain('hooks.example.com');
    expect(text).toContain(A);
  });

  it('are sealed anew each time, so that equal ones cannot be told from the sealed text', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.record(setting([], [SECRET]));
    await trail.record(setting([], [SECRET]));
    const sealed = [...everything(folder).matchAll(/"sealed":"([^"]+)"/g)].map(([, text]) => text);
    expect(new Set(sealed).size).toBe(2);
  });

  it('can be opened with the key of the account alone', async () => {
    const folder = workspace();
    await trailIn(folder).trail.record(setting([A], [SECRET]));
    await trailIn(folder).trail.record(setting([A], [B]));
    expect(await trailIn(folder).trail.since(MAIN, 0)).toEqual([setting([A], [SECRET]), setting([A], [B])]);
    expect(await trailIn(folder, { key: 'key-rotated' }).trail.since(MAIN, 0)).toEqual([setting([A], [B])]);
  });

  it('cannot be opened once the sealed text or its mask was changed', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.record(setting([], [SECRET]));
    const text = readFileSync(join(folder, FILE), 'utf8');
    writeFileSync(join(folder, FILE), text.replaceAll('@hooks.example.com', '@evil.example.com'));
    expect(await trail.since(MAIN, 0)).toEqual([]);
    writeFileSync(join(folder, FILE), text.replaceAll(/"sealed":"....../g, '"sealed":"AAAAAA'));
    expect(await trail.since(MAIN, 0)).toEqual([]);
  });
});

describe('an audit trail in trouble', () => {
  it.each([
    ['rubbish', 'rubbish\n'],
    ['an entry of a later version', '{"v":2,"at":"2026-01-01T00:00:00.000Z"}\n'],
    ['a line of another program', '{"level":30,"msg":"hello"}\n'],
    ['null', 'null\n'],
  ])('skips %s, and says so once', async (_name, line) => {
    const folder = workspace();
    const { trail, notices } = trailIn(folder);
    await trail.record(setting([], [A]));
    appendFileSync(join(folder, FILE), line);
    await trail.record(setting([A], [B]));
    for (let time = 0; time < 3; time += 1) {
      expect(await trail.since(MAIN, 0)).toEqual([setting([], [A]), setting([A], [B])]);
    }
    expect(notices).toEqual([{ kind: 'damaged', file: FILE, lines: 1 }]);
  });

  it.each([1, 10, 200])('loses only the line that was cut short by %i bytes', async (cut) => {
    const folder = workspace();
    const { trail, notices } = trailIn(folder);
    await trail.record(setting([], [A]));
    await trail.record(setting([A], [B]));
    truncateSync(join(folder, FILE), statSync(join(folder, FILE)).size - cut);
    await trail.record(setting([B], []));
    const whole = cut === 1 ? [setting([A], [B])] : [];
    expect(await trail.since(MAIN, 0)).toEqual([setting([], [A]), ...whole, setting([B], [])]);
    expect(notices).toHaveLength(cut === 1 ? 0 : 1);
  });

  it.each([
    ['an unknown event type', 'clicked', 'klicked'],
    ['a domain that is none', 'mg.example.com', '../v4'],
    ['a plan id that is none', '1f0c9a2b7d3e', 'x'],
    ['a URL that is no text', '"https://hooks.example.com/a"', '7'],
    ['an unknown kind of call', 'v3-create', 'v5-create'],
  ])('does not take %s for an entry', async (_name, from, to) => {
    const folder = workspace();
    const { trail } = trailIn(folder);
    await trail.record(setting([], [A]));
    const text = readFileSync(join(folder, FILE), 'utf8');
    writeFileSync(join(folder, FILE), text.replaceAll(from, to));
    expect(await trail.since(MAIN, 0)).toEqual([]);
  });

  it('says once that it cannot be kept, and goes on when it can be again', async () => {
    const folder = join(workspace(), 'state');
    writeFileSync(folder, 'a file where the folder should be');
    const { trail, notices } = trailIn(folder);
    await trail.record(setting([], [A]));
    await trail.record(setting([A], [B]));
    expect(notices).toEqual([{ kind: 'not-kept', why: 'ENOTDIR' }]);
    expect(await trail.since(MAIN, 0)).toEqual([]);
    rmSync(folder);
    await trail.record(setting([B], []));
    expect(await trail.since(MAIN, 0)).toEqual([setting([B], [])]);
  });

  it('says that a file cannot be read, and answers with the rest', async () => {
    const folder = workspace();
    const { trail, notices } = trailIn(folder);
    mkdirSync(join(folder, FILE));
    expect(await trail.since(MAIN, 0)).toEqual([]);
    expect(notices).toEqual([{ kind: 'unreadable', file: FILE, why: 'EISDIR' }]);
  });

  it('has nothing to say of a folder that is not there', async () => {
    const folder = join(workspace(), 'missing');
    const { trail, notices } = trailIn(folder);
    expect(await trail.since(MAIN, 0)).toEqual([]);
    expect(notices).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the rotation of an audit trail', () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => setting([A], [B], { atMs: START_MS + index }));

  it('loses no line while it sets full files aside', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder, { bytesMax: 4000, filesMax: 100 });
    const calls = entries(100);
    for (const call of calls) await trail.record(call);
    expect(readdirSync(folder).length).toBeGreaterThan(5);
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(4000);
    expect(await trail.since(MAIN, 0)).toEqual(calls);
  });

  it('keeps so many files, and drops the oldest lines', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder, { bytesMax: 4000, filesMax: 3 });
    const calls = entries(100);
    for (const call of calls) await trail.record(call);
    expect(readdirSync(folder)).toHaveLength(3);
    const kept = await trail.since(MAIN, 0);
    expect(kept.length).toBeGreaterThan(20);
    expect(kept).toEqual(calls.slice(-kept.length));
  });

  it('takes a line that is longer than a file', async () => {
    const folder = workspace();
    const { trail } = trailIn(folder, { bytesMax: 10 });
    const calls = entries(3);
    for (const call of calls) await trail.record(call);
    expect(await trail.since(MAIN, 0)).toEqual(calls);
  });

  it('reads no further back than it has to', async () => {
    const folder = workspace();
    const { trail, notices } = trailIn(folder, { bytesMax: 2000, filesMax: 100 });
    const calls = Array.from({ length: 40 }, (_, hour) =>
      setting([A], [B], { atMs: START_MS + hour * 3_600_000 }),
    );
    for (const call of calls) await trail.record(call);
    const oldest = readdirSync(folder).find((name) => name.includes('.000001-')) ?? '';
    appendFileSync(join(folder, oldest), 'damaged\n');
    expect(await trail.since(MAIN, START_MS + 38 * 3_600_000)).toEqual(calls.slice(38));
    expect(notices).toEqual([]);
  });

  it('finds a deletion whose line precedes that of a call which Mailgun held up for 25 minutes', async () => {
    const { trail } = trailIn(workspace());
    const at = (minutes: number) => setting([B], [A], { atMs: START_MS + minutes * 60_000 });
    await trail.record(at(24));
    await trail.record(at(0));
    expect(await trail.since(MAIN, START_MS + 15 * 60_000)).toEqual([at(24)]);
  });

  it('goes on where a full file cannot be set aside because somebody else did', async () => {
    const folder = workspace();
    const first = trailIn(folder, { bytesMax: 2000, filesMax: 100 });
    const second = trailIn(folder, { bytesMax: 2000, filesMax: 100 });
    const calls = entries(60);
    await Promise.all(calls.map((call, index) => (index % 2 === 0 ? first : second).trail.record(call)));
    const kept = await first.trail.since(MAIN, 0);
    expect(kept.map(({ atMs }) => atMs).sort()).toEqual(calls.map(({ atMs }) => atMs));
    expect([...first.notices, ...second.notices]).toEqual([]);
  });
});
