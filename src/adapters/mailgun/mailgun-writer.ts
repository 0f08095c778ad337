import { type Call, isRowCall } from '../../model/call.ts';
import type { UnreadCode } from '../../model/domain-state.ts';
import type { Parsed } from '../../model/parsed.ts';
import type { CallOutcome, MailgunWriter } from '../../ports/mailgun-api.ts';
import { type ApiRequest, createExchange } from './exchange.ts';
import type { MailgunOptions } from './mailgun-options.ts';
import type { Pair } from './request-url.ts';
import { judge } from './verdict.ts';
import { decodeWebhook, decodeWebhookList } from './webhook-answer.ts';

type WriteMethod = 'POST' | 'PUT' | 'DELETE';

/** What an answer without a value means for a call: whether it can have been applied. */
const OUTCOMES: Readonly<Record<UnreadCode, Exclude<CallOutcome['kind'], 'done'>>> = {
  'unknown-domain': 'rejected',
  misrouted: 'rejected',
  refused: 'rejected',
  denied: 'denied',
  forbidden: 'denied',
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
    send: async (call, { sendBeforeMs, beforeLeaving, ...spending }) => {
      const request = { ...requestFor(call), sendBeforeMs, beforeLeaving };
      const exchanged = await exchange(request, spending);
      if (exchanged.kind === 'too-late') return { kind: 'too-late', message: exchanged.message };
      const verdict = judge(exchanged, (json) => decodeAnswer(json, call));
      if ('reason' in verdict) {
        return { kind: OUTCOMES[verdict.reason.code], message: verdict.reason.message };
      }
      return { kind: 'done', ...verdict.value };
    },
  };
}

type Answered = Omit<Extract<CallOutcome, { kind: 'done' }>, 'kind'>;

/** A v4 answer holds all webhooks of the domain, a v3 answer those of the event type. */
function decodeAnswer(json: unknown, call: Call): Parsed<Answered> {
  if (isRowCall(call)) {
    const list = decodeWebhookList(json);
    return 'problem' in list ? list : { value: { webhooks: list.value.webhooks } };
  }
  const hook = decodeWebhook(json, call.eventType);
  if ('problem' in hook || call.kind !== 'v3-delete')
    return 'problem' in hook ? hook : { value: { webhooks: hook.value } };
  // The answer to a DELETE holds the URLs that were removed, and the event type has none now.
  return { value: { webhooks: {}, removed: hook.value[call.eventType] ?? [] } };
}

function requestFor(call: Call): ApiRequest<WriteMethod> {
  const webhooks = [isRowCall(call) ? 'v4' : 'v3', 'domains', call.domain, 'webhooks'];
  switch (call.kind) {
    case 'v3-create':
      return { method: 'POST', segments: webhooks, form: [['id', call.eventType], ...urlPairs(call.urls)] };
    case 'v3-update':
      return { method: 'PUT', segments: [...webhooks, call.eventType], form: urlPairs(call.urls) };
    case 'v3-delete':
      return { method: 'DELETE', segments: [...webhooks, call.eventType] };
    case 'v4-create':
      return { method: 'POST', segments: webhooks, form: rowPairs(call) };
    case 'v4-update':
      return { method: 'PUT', segments: webhooks, form: rowPairs(call) };
    case 'v4-delete':
      // One parameter with a list: what Mailgun makes of several is not known.
      return { method: 'DELETE', segments: webhooks, query: [['url', call.urls.join(',')]] };
  }
}

function urlPairs(urls: readonly string[]): readonly Pair[] {
  return urls.map((url) => ['url', url]);
}

function rowPairs(call: Call & { readonly kind: 'v4-create' | 'v4-update' }): readonly Pair[] {
  return [['url', call.url], ...call.eventTypes.map((name): Pair => ['event_types', name])];
}
