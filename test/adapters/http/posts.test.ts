import { describe, expect, it } from 'vitest';
import type { ApprovalResult, StatusPosts } from '../../../src/adapters/http/posts.ts';
import { Secret } from '../../../src/model/secret.ts';
import { withStatusPage } from '../../support/status-page.ts';

const TOKEN = 'correct-horse-battery-staple';
const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

interface Asked {
  readonly calls: unknown[];
  post(path: string, init?: RequestInit): Promise<readonly [number, unknown, Headers]>;
}

async function withPosts(posts: Partial<StatusPosts> = {}): Promise<Asked> {
  const calls: unknown[] = [];
  const { origin } = await withStatusPage({
    posts: {
      token: () => new Secret(TOKEN),
      howToEnable: 'Set a token.',
      approvalsFile: undefined,
      sync: (account) => {
        calls.push(account);
        return account === 'nobody' ? { kind: 'unknown-account' } : { kind: 'accepted' };
      },
      approve: (approval) => {
        calls.push(approval);
        return { kind: 'accepted' };
      },
      ...posts,
    },
  });
  const post = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(origin + path, { method: 'POST', ...init });
    return [answer.status, await answer.json(), answer.headers] as const;
  };
  return { calls, post };
}

describe('the POSTs of the status server', () => {
  it.each(['/sync', '/approve'])(
    'are not there without a token: %s says how to configure one',
    async (path) => {
      const { post, calls } = await withPosts({ token: () => undefined });
      const [status, body] = await post(path, { headers: { ...AUTHORIZATION, ...FORM }, body: 'planId=x' });
      expect([status, body]).toEqual([404, { error: 'POST requests are off. Set a token.' }]);
      expect(calls).toEqual([]);
    },
  );

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN} ${TOKEN}`,
    TOKEN,
  ])('refuse the authorization %j', async (authorization) => {
    const { post, calls } = await withPosts();
    const headers = authorization === undefined ? {} : { authorization };
    for (const path of ['/sync', '/approve']) {
      const [status, , answered] = await post(path, { headers });
      expect(status).toBe(401);
      expect(answered.get('www-authenticate')).toBe('Bearer realm="mghooks"');
    }
    expect(calls).toEqual([]);
  });

  it('take a token that was rotated from its next request on', async () => {
    let token = 'first';
    const { post } = await withPosts({ token: () => new Secret(token) });
    const status = async (given: string) =>
      (await post('/sync', { headers: { authorization: `bearer ${given}` } }))[0];
    expect(await status('first')).toBe(202);
    token = 'second';
    expect([await status('first'), await status('second')]).toEqual([401, 202]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('refuse %s', async (method) => {
    const { origin } = await withStatusPage();
    for (const path of ['/sync', '/approve']) {
      const answer = await fetch(origin + path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});

describe('POST /sync', () => {
  it('brings the next pass of all accounts forward', async () => {
    const { post, calls } = await withPosts();
    const [status, body] = await post('/sync', { headers: AUTHORIZATION });
    expect([status, body, calls]).toEqual([202, { result: 'accepted' }, [undefined]]);
  });

  it('brings the next pass of one account forward', async () => {
    const { post, calls } = await withPosts();
    const [status, body] = await post('/sync?account=main', { headers: AUTHORIZATION });
    expect([status, body, calls]).toEqual([202, { result: 'accepted', account: 'main' }, ['main']]);
  });

  it('does not know an account that is not configured', async () => {
    const { post } = await withPosts();
    const [status, body] = await post('/sync?account=nobody', { headers: AUTHORIZATION });
    expect([status, body]).toEqual([404, { error: 'no account "nobody" in the configuration' }]);
  });

  it.each(['/sync?acount=main', '/sync?account=a&account=b'])(
    'refuses %s, and syncs nothing',
    async (path) => {
      const { post, calls } = await withPosts();
      expect([(await post(path, { headers: AUTHORIZATION }))[0], calls]).toEqual([400, []]);
    },
  );

  it('refuses a body over 4 KiB', async () => {
    const { post, calls } = await withPosts();
    const [status] = await post('/sync', { headers: AUTHORIZATION, body: 'x'.repeat(4097) });
    expect([status, calls]).toEqual([413, []]);
  });

  it('tells who wants a pass of a process that does not lead whom to ask instead', async () => {
    const { post } = await withPosts({ sync: () => ({ kind: 'not-leading', leader: 'pod-b' }) });
    const [status, body] = await post('/sync', { headers: AUTHORIZATION });
    expect([status, body]).toEqual([409, { error: 'another process writes; ask the leader: pod-b' }]);
  });
});

describe('POST /approve', () => {
  const approval = { planId: '4be1f09c77aa', allowDeletes: 14 };

  it.each([
    ['JSON', JSON_TYPE, JSON.stringify(approval)],
    ['JSON with a charset', { 'content-type': 'Application/JSON; charset=utf-8' }, JSON.stringify(approval)],
    ['a form', FORM, 'planId=4be1f09c77aa&allowDeletes=14'],
  ])('takes an approval as %s', async (_title, type, body) => {
    const { post, calls } = await withPosts();
    const [status, answer] = await post('/approve', { headers: { ...AUTHORIZATION, ...type }, body });
    expect([status, answer, calls]).toEqual([202, { result: 'accepted', ...approval }, [approval]]);
  });

  const results: readonly (readonly [ApprovalResult, number, string])[] = [
    [{ kind: 'unknown-plan' }, 404, 'no account waits for the approval of plan "4be1f09c77aa"'],
    [{ kind: 'wrong-number', removed: 15 }, 409, 'plan 4be1f09c77aa removes 15 deliveries, not 14'],
    [{ kind: 'not-leading', leader: 'pod-b' }, 409, 'another process writes; ask the leader: pod-b'],
    [{ kind: 'not-leading' }, 409, 'another process writes; ask the leader: not known yet'],
  ];
  it.each(results)('says why it was not accepted: %j', async (result, expected, error) => {
    const { post } = await withPosts({ approve: () => result });
    const init = { headers: { ...AUTHORIZATION, ...JSON_TYPE }, body: JSON.stringify(approval) };
    const [status, body] = await post('/approve', init);
    expect([status, body]).toEqual([expected, { error }]);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/jsonx'])(
    'refuses a body of type %s',
    async (type) => {
      const { post, calls } = await withPosts();
      const headers = { ...AUTHORIZATION, 'content-type': type };
      expect((await post('/approve', { headers, body: '{}' }))[0]).toBe(415);
      expect(calls).toEqual([]);
    },
  );

  it.each([
    ['no JSON', JSON_TYPE, '{"planId":'],
    ['an array', JSON_TYPE, '[]'],
    ['null', JSON_TYPE, 'null'],
    ['no plan', JSON_TYPE, '{"allowDeletes":14}'],
    ['an empty plan', JSON_TYPE, '{"planId":"","allowDeletes":14}'],
    ['a long plan', JSON_TYPE, JSON.stringify({ planId: 'x'.repeat(201), allowDeletes: 1 })],
    ['no number', JSON_TYPE, '{"planId":"x"}'],
    ['a number as text', JSON_TYPE, '{"planId":"x","allowDeletes":"14"}'],
    ['a negative number', JSON_TYPE, '{"planId":"x","allowDeletes":-1}'],
    ['a fraction', JSON_TYPE, '{"planId":"x","allowDeletes":1.5}'],
    ['an unknown field', JSON_TYPE, '{"planId":"x","allowDeletes":1,"force":true}'],
    ['a prototype', JSON_TYPE, '{"planId":"x","allowDeletes":1,"__proto__":{}}'],
    ['a field twice', FORM, 'planId=x&planId=y&allowDeletes=1'],
    ['an empty number', FORM, 'planId=x&allowDeletes='],
    ['an exponent', FORM, 'planId=x&allowDeletes=1e3'],
    ['nothing', FORM, ''],
    ['bytes that are no UTF-8', FORM, new Uint8Array([0x70, 0xff, 0xfe])],
  ])('refuses %s, and approves nothing', async (_title, type, body) => {
    const { post, calls } = await withPosts();
    const [status, answer] = await post('/approve', { headers: { ...AUTHORIZATION, ...type }, body });
    expect([status, answer]).toEqual([400, { error: expect.any(String) }]);
    expect(calls).toEqual([]);
  });

  it.each([JSON.stringify(approval), ` \n${JSON.stringify(approval)}`])(
    'says what is missing where JSON comes as a form, as from `curl -d`: %j',
    async (body) => {
      const { post, calls } = await withPosts();
      const [status, answer] = await post('/approve', { headers: { ...AUTHORIZATION, ...FORM }, body });
      const error = 'the body looks like JSON: send it with Content-Type: application/json';
      expect([status, answer, calls]).toEqual([400, { error }, []]);
    },
  );

  it('refuses a body over 4 KiB, whether its length is told or not', async () => {
    const { post, calls } = await withPosts();
    const body = JSON.stringify({ ...approval, planId: 'x'.repeat(4096) });
    const told = await post('/approve', { headers: { ...AUTHORIZATION, ...JSON_TYPE }, body });
    const streamed = await post('/approve', {
      headers: { ...AUTHORIZATION, ...JSON_TYPE },
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect([told[0], streamed[0], calls]).toEqual([413, 413, []]);
  });
});
