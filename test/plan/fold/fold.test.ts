import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../src/model/event-type.ts';
import type { Webhooks } from '../../../src/model/webhooks.ts';
import { fold } from '../../../src/plan/fold/fold.ts';
import { generalise } from '../../../src/plan/fold/generalise.ts';
import type { FoldableDomain } from '../../../src/plan/fold/grouping.ts';
import { domainName } from '../../support/domains.ts';

const A = 'https://crm.example.com/a';
const B = 'https://hooks.slack.com/b';

function foldable(name: string, webhooks: Webhooks, closed: FoldableDomain['closed'] = []): FoldableDomain {
  return { domain: domainName(name), webhooks, closed };
}

/** As many domains as asked for, all with the same webhooks. */
function alike(count: number, webhooks: Webhooks, suffix = 'example.com'): readonly FoldableDomain[] {
  return Array.from({ length: count }, (_, index) => foldable(`d${index}.${suffix}`, webhooks));
}

const FOUR: Webhooks = { delivered: [A], opened: [A], clicked: [A], complained: [A, B] };

describe('folding', () => {
  it('makes one template of domains that are alike, and the default of it', () => {
    const folded = fold(alike(3, FOUR));
    expect(folded.templates.map(({ name }) => name)).toEqual(['standard']);
    expect(folded.defaultTemplate).toBe('standard');
    expect(folded.domains.map(({ template, webhooks }) => [template, webhooks])).toEqual(
      Array.from({ length: 3 }, () => [undefined, {}]),
    );
  });

  it('names a URL that is written twice, and spells out one that is written once', () => {
    const folded = fold(alike(3, FOUR));
    expect(folded.endpoints).toEqual([{ name: 'crm', url: A }]);
    expect(folded.templates[0]?.webhooks.complained).toEqual(['crm', B]);
  });

  it('writes a domain that differs a little as an override of the template', () => {
    const folded = fold([
      ...alike(3, FOUR),
      foldable('odd.example.com', { ...FOUR, opened: [B], accepted: [A] }),
    ]);
    expect(folded.domains.find(({ domain }) => domain === 'odd.example.com')?.webhooks).toEqual({
      accepted: ['crm'],
      opened: ['slack-hooks'],
    });
  });

  it('says with an empty list what a domain does not have of its template', () => {
    const { opened: _, ...three } = FOUR;
    const folded = fold([...alike(3, FOUR), foldable('odd.example.com', three)]);
    expect(folded.domains.at(-1)).toEqual({ domain: 'odd.example.com', webhooks: { opened: [] } });
  });

  it('starts a domain that shares nothing with others from a blank template where there is a default one', () => {
    const folded = fold([...alike(3, FOUR), foldable('odd.example.com', { accepted: [B] })]);
    expect(folded.templates.at(-1)).toEqual({ name: 'blank', webhooks: {} });
    expect(folded.domains.at(-1)).toMatchObject({
      template: 'blank',
      webhooks: { accepted: ['slack-hooks'] },
    });
  });

  it('has no default template where most domains share nothing', () => {
    const odd = EVENT_TYPES.slice(0, 3).map((eventType, index) =>
      foldable(`o${index}.example.com`, { [eventType]: [B] }),
    );
    const folded = fold([...alike(2, FOUR), ...odd]);
    expect(folded.defaultTemplate).toBeUndefined();
    expect(folded.templates.map(({ name }) => name)).toEqual(['standard']);
    expect(folded.domains[0]).toMatchObject({ template: 'standard' });
  });

  it('names templates after what they are about, or where they go', () => {
    const folded = fold([
      ...alike(9, FOUR),
      ...alike(8, { temporary_fail: [A], permanent_fail: [A] }, 'b.example'),
      ...alike(7, { temporary_fail: [B], permanent_fail: [B] }, 'c.example'),
      ...alike(6, { clicked: [B] }, 'd.example'),
      ...alike(5, { accepted: [B], unsubscribed: [B], opened: [B] }, 'e.example'),
    ]);
    expect(folded.templates.map(({ name }) => name)).toEqual([
      'standard',
      'failures-crm',
      'failures-slack-hooks',
      'clicked',
      'slack-hooks',
    ]);
  });

  it('never starts a domain from a template that names an event type that was left out of the domain', () => {
    const { clicked: _, ...three } = FOUR;
    const folded = fold([...alike(3, FOUR), foldable('odd.example.com', three, ['clicked'])]);
    expect(folded.domains.at(-1)).toMatchObject({ template: 'blank', webhooks: { delivered: ['crm'] } });
  });

  it('takes a bounded time for 5,000 domains, alike or not', () => {
    const alikeOnes = Array.from({ length: 5000 }, (_, index) => {
      const domain = `d${index}.example.com`;
      return foldable(domain, {
        delivered: [`https://h.example/${domain}/delivered`],
        clicked: [`${A}/${index % 700}`],
      });
    });
    const allOdd = Array.from({ length: 5000 }, (_, index) =>
      foldable(
        `o${index}.example.com`,
        Object.fromEntries(EVENT_TYPES.map((name, at) => [name, [`${A}/${index % (at + 90)}`, B]])),
      ),
    );
    const startMs = performance.now();
    expect(fold(generalise([...alikeOnes, ...allOdd])).domains).toHaveLength(10_000);
    expect(performance.now() - startMs).toBeLessThan(20_000);
  });
});
