import type { Call } from '../../model/call.ts';
import type { UnreadCode } from '../../model/domain-state.ts';
import type { CallOutcome, MailgunWriter } from '../../ports/mailgun-api.ts';
import { type ApiRequest, createExchange } from './exchange.ts';
import type { MailgunOptions } from './mailgun-options.ts';
import type { Pair } from './request-url.ts';
import { judge } from './verdict.ts';
import { decodeWebhook } from './webhook-answer.ts';

type WriteMethod = 'POST' | 'PUT' | 'DELETE';

/** What an answer without a value means for a call: whether it can have been applied. */
const OUTCOMES: Readonly<Record<UnreadCode, Exclude<CallOutcome['kind'], 'done'>>> = {
  'unknown-domain': 'rejected',
  misrouted: 'rejected',
  refused: 'rejected',
  denied: 'denied',
  'server-error': 'unknown',
  unreachable: 'unknown',
  'unexpected-answer': 'unknown',
  throttled: 'stopped',
  stopped: 'stopped',
};

/** Writes to one account. A call whose outcome is unknown is never repeated here: whoever sent it reads first. */
export function createMailgunWriter(options: MailgunOptions): MailgunWriter {
  const exchange = createExchange<WriteMethod>(options, ['POST', 'PUT', 'DELETE']);
  return {
    send: async (call, { sendBeforeMs, ...spending }) => {
      const decode = (json: unknown) => decodeWebhook(json, call.eventType);
      const exchanged = await exchange({ ...requestFor(call), sendBeforeMs }, spending);
      if (exchanged.kind === 'too-late') return { kind: 'too-late', message: exchanged.message };
      const verdict = judge(exchanged, decode);
      if ('reason' in verdict) {
        return { kind: OUTCOMES[verdict.reason.code], message: verdict.reason.message };
      }
      // The answer to a DELETE holds the URLs that were removed, and the event type has none now.
      return { kind: 'done', webhooks: call.kind === 'v3-delete' ? {} : verdict.value };
    },
  };
}

function requestFor(call: Call): ApiRequest<WriteMethod> {
  const webhooks = ['v3', 'domains', call.domain, 'webhooks'];
  switch (call.kind) {
    case 'v3-create':
      return { method: 'POST', segments: webhooks, form: [['id', call.eventType], ...urlPairs(call.urls)] };
    case 'v3-update':
      return { method: 'PUT', segments: [...webhooks, call.eventType], form: urlPairs(call.urls) };
    case 'v3-delete':
      return { method: 'DELETE', segments: [...webhooks, call.eventType] };
  }
}

function urlPairs(urls: readonly string[]): readonly Pair[] {
  return urls.map((url) => ['url', url]);
}
