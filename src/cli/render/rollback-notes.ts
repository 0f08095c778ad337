import type { WebhookKey } from '../../model/change.ts';
import type { LostUndo, Recalled } from '../recalled-plan.ts';
import { authorText, callsText, momentText } from './history-facts.ts';
import { visible } from './printable.ts';

const NAMED_MAX = 10;

/** What is about to be rolled back. */
export function rollbackHead({ planId, lastAtMs, author, calls, unknown }: Recalled): string {
  const who = visible(authorText(author));
  return `Rolling back plan ${planId}, carried out at ${momentText(lastAtMs)} by ${who} (${callsText(calls, unknown)}).\n`;
}

export function lostNote({ undo, urls }: LostUndo): string {
  const { domain, eventType } = undo.key;
  const verb = urls.length === 1 ? 'was' : 'were';
  return `warning: '${eventType}' of ${domain} cannot be rolled back: ${urls.map(visible).join(' ')} ${verb} sealed with another API key\n`;
}

/** A rollback does not touch the configuration, which goes on asking for what was rolled back. */
export function changedBackNote(keys: readonly WebhookKey[]): string {
  const named = keys.slice(0, NAMED_MAX).map(({ domain, eventType }) => `  ${domain} ${eventType}\n`);
  const more = keys.length - NAMED_MAX;
  const rest = more > 0 ? `  and ${more} more\n` : '';
  return `note: change the configuration too. It asks for other URLs than this brings back, so the next pass would undo the rollback of\n${named.join('')}${rest}`;
}
