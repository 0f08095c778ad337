import { expect, it } from 'vitest';
import { newRecord } from '../../../src/app/daemon/domain-record.ts';
import { ShownDomain } from '../../../src/app/daemon/shown-domain.ts';
import { desiredDomain, readDomain } from '../../support/domains.ts';

it('a shown domain masks its URLs when somebody looks, and they are part of its JSON', () => {
  const masked: string[] = [];
  const state = readDomain({ clicked: ['https://hooks.example.com/a'] });
  const shown = new ShownDomain({ ...newRecord(desiredDomain(), 5), state }, (url) => {
    masked.push(url);
    return 'masked';
  });
  expect(shown).toMatchObject({ domain: 'mg.example.com', condition: 'pending', sinceMs: 5 });
  expect(masked).toEqual([]);
  const webhooks = [{ eventType: 'clicked', urls: ['masked'] }];
  expect(JSON.parse(JSON.stringify([shown]))).toEqual([
    { domain: 'mg.example.com', condition: 'pending', sinceMs: 5, webhooks },
  ]);
  expect(shown.webhooks).toEqual(webhooks);
});
