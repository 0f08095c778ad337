import { CALL_KINDS, type CallKind } from '../../model/call.ts';
import { type AccountFacts, plural, type Summary } from './plan-facts.ts';

/** How each kind of call looks on the wire. */
const REQUEST_OF: Readonly<Record<CallKind, string>> = {
  'v3-create': 'POST v3',
  'v3-update': 'PUT v3',
  'v3-delete': 'DELETE v3',
  'v4-create': 'POST v4',
  'v4-update': 'PUT v4',
  'v4-delete': 'DELETE v4',
};

/** Such as `3 calls (2 POST v4, 1 DELETE v4), up to 1 read before them, 12 requests fewer than with v3 alone`. */
export function priceText(summary: Summary, accounts: readonly AccountFacts[]): string {
  const kinds = CALL_KINDS.flatMap((kind) => {
    const count = accounts.reduce((sum, { price }) => sum + (price.byKind[kind] ?? 0), 0);
    return count === 0 ? [] : [`${count} ${REQUEST_OF[kind]}`];
  });
  const rereads = summary.requests - summary.calls;
  return [
    `${plural(summary.calls, 'call')} (${kinds.join(', ')})`,
    ...(rereads > 0 ? [`up to ${plural(rereads, 'read')} before`] : []),
    ...(summary.saved > 0 ? [`${plural(summary.saved, 'request')} fewer than with v3 alone`] : []),
  ].join(', ');
}
