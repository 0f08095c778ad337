import type { Secret } from '../../model/secret.ts';
import type { Approval } from '../../plan/guard-approval.ts';
import { readApproval } from './approval.ts';
import { carriesToken } from './bearer.ts';
import { jsonReply, type Reply } from './reply.ts';
import { BODY_BYTES_MAX } from './request-body.ts';
import type { Request, Route } from './route.ts';

export type ApprovalResult =
  | { readonly kind: 'accepted' }
  /** No account waits for the approval of such a plan. */
  | { readonly kind: 'unknown-plan' }
  | { readonly kind: 'wrong-number'; readonly removed: number }
  | NotLeading;

export type SyncResult = { readonly kind: 'accepted' } | { readonly kind: 'unknown-account' } | NotLeading;

/** Another process works, so it has to be asked. */
export interface NotLeading {
  readonly kind: 'not-leading';
  /** Absent: not known yet. */
  readonly leader?: string;
}

/** What may be asked of the process by those who hold the token. */
export interface StatusPosts {
  /** Asked anew for every request, so that it can be rotated. Without one there are no POSTs. */
  token(): Secret | undefined;
  /** Says how to configure a token, one sentence. */
  readonly howToEnable: string;
  /** Where approvals are taken from as well, as it was given. */
  readonly approvalsFile: string | undefined;
  /** Brings the next pass of one account, or of all, forward. */
  sync(account: string | undefined): SyncResult | Promise<SyncResult>;
  approve(approval: Required<Approval>): ApprovalResult | Promise<ApprovalResult>;
}

export function postRoutes(posts: StatusPosts): readonly Route[] {
  const guarded = (path: string, act: (request: Request) => Promise<Reply>): Route => ({
    method: 'POST',
    path,
    listed: true,
    answer: (request) => refuse(posts, request) ?? act(request),
  });
  return [
    guarded('/sync', (request) => sync(posts, request)),
    guarded('/approve', (request) => approve(posts, request)),
  ];
}

/** Why the request is refused before its body is read, `undefined` if it is not. */
function refuse(posts: StatusPosts, { headers }: Request): Reply | undefined {
  const token = posts.token();
  if (!token) return failure(404, `POST requests are off. ${posts.howToEnable}`);
  if (carriesToken(headers.authorization, token)) return undefined;
  const reply = failure(401, 'the header Authorization has to be "Bearer" and the token');
  return { ...reply, headers: { 'www-authenticate': 'Bearer realm="mghooks"' } };
}

async function sync(posts: StatusPosts, { query, body }: Request): Promise<Reply> {
  const unknown = [...query.keys()].find((name) => name !== 'account');
  if (unknown !== undefined) return failure(400, `"${unknown}" is not a parameter; "account" is`);
  if (query.getAll('account').length > 1)
    return failure(400, 'one account at a time, or all without the parameter');
  if ((await body()).kind === 'too-large') return tooLarge();
  const account = query.get('account') ?? undefined;
  const result = await posts.sync(account);
  if (result.kind === 'not-leading') return notLeading(result);
  if (result.kind === 'unknown-account') return failure(404, `no account "${account}" in the configuration`);
  return jsonReply(202, { result: 'accepted', ...(account === undefined ? {} : { account }) });
}

async function approve(posts: StatusPosts, { headers, body }: Request): Promise<Reply> {
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType !== 'application/json' && mediaType !== 'application/x-www-form-urlencoded') {
    return failure(415, 'the body has to be application/json or application/x-www-form-urlencoded');
  }
  const read = await body();
  if (read.kind === 'too-large') return tooLarge();
  if (read.kind === 'broken') return failure(400, 'the body is cut off, or not UTF-8');
  const approval = readApproval(mediaType, read.text);
  if ('problem' in approval) return failure(400, approval.problem);
  return approvalReply(approval.value, await posts.approve(approval.value));
}

function approvalReply(approval: Required<Approval>, result: ApprovalResult): Reply {
  const { planId, allowDeletes } = approval;
  switch (result.kind) {
    case 'accepted':
      return jsonReply(202, { result: 'accepted', ...approval });
    case 'unknown-plan':
      return failure(404, `no account waits for the approval of plan "${planId}"`);
    case 'wrong-number':
      return failure(409, `plan ${planId} removes ${result.removed} deliveries, not ${allowDeletes}`);
    case 'not-leading':
      return notLeading(result);
  }
}

function notLeading({ leader = 'not known yet' }: NotLeading): Reply {
  return failure(409, `another process writes; ask the leader: ${leader}`);
}

function tooLarge(): Reply {
  return failure(413, `the body may have ${BODY_BYTES_MAX} bytes at most`);
}

function failure(status: number, error: string): Reply {
  return jsonReply(status, { error });
}
