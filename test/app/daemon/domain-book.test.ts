import { describe, expect, it } from 'vitest';
import { DomainBook } from '../../../src/app/daemon/domain-book.ts';
import type { DesiredDomain } from '../../../src/model/desired-state.ts';
import type { ReadDomain } from '../../../src/model/domain-state.ts';
import { EVENT_TYPES } from '../../../src/model/event-type.ts';
import { fillDomain } from '../../../src/model/webhook-url.ts';
import { buildWebhooks } from '../../../src/model/webhooks.ts';
import { collectGarbage } from '../../support/collect-garbage.ts';
import { desiredDomain, domainName } from '../../support/domains.ts';
import { createHandClock } from '../../support/hand-clock.ts';

const DOMAINS = 2000;

function openBook(): DomainBook {
  return new DomainBook({ clock: createHandClock(), random: () => 0, writeApi: 'auto' });
}

/** As a template means them: eight URLs each. */
function makeDesired(domains = DOMAINS): readonly DesiredDomain[] {
  return Array.from({ length: domains }, (_, index) => {
    const domain = domainName(`customer-${index}.mail.example.com`);
    const webhooks = buildWebhooks((eventType) => [
      fillDomain(`https://hooks.example.com/mailgun/{domain}/${eventType}`, domain),
    ]);
    return desiredDomain({ domain, webhooks });
  });
}

/** As Mailgun answers it: equal, and nothing of it is the same. */
function answerFor({ account, domain, webhooks }: DesiredDomain): ReadDomain {
  const read: ReadDomain = { kind: 'read', account, domain, webhooks, unknownHooks: [] };
  return JSON.parse(JSON.stringify(read));
}

function pass(book: DomainBook, desired: readonly DesiredDomain[]): void {
  for (const each of desired) {
    book.noteRead(answerFor(each));
    book.settle(each.domain, { condition: 'in-sync' });
  }
}

describe('the book of an account with very many domains', () => {
  it(`needs less than 1 KiB for a domain, beside its ${EVENT_TYPES.length} URLs, which it keeps once`, () => {
    const desired = makeDesired();
    const book = openBook();
    const before = collectGarbage();
    book.setDesired(desired);
    pass(book, desired);
    pass(book, desired);
    expect((collectGarbage() - before) / DOMAINS).toBeLessThan(1024);
    expect(book.plans().length).toBe(DOMAINS);
  });

  it('lets go of a configuration when the next one takes its place, though it says the same', async () => {
    const book = openBook();
    const old = takeOver(book);
    const desired = makeDesired(1);
    expect(book.setDesired(desired)).toEqual({ changed: [], removed: [] });
    // What a weak reference was asked for stays until the end of the turn.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(old.map((part) => part.deref())).toEqual([undefined, undefined]);
  });
});

/** A configuration that nobody but the book holds, and the URLs of a domain of it. */
function takeOver(book: DomainBook): readonly WeakRef<object>[] {
  const desired = makeDesired(1);
  book.setDesired(desired);
  pass(book, desired);
  return desired.flatMap((domain) => [new WeakRef(domain), new WeakRef(domain.webhooks)]);
}
