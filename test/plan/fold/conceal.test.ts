import { describe, expect, it } from 'vitest';
import { concealCredentials, harmlessTexts, holdsCredential } from '../../../src/plan/fold/conceal.ts';
import { MG } from '../../support/domains.ts';

const LONG = 'mg.internationalmailingcompany.example';
const isHarmless = harmlessTexts([MG, LONG]);

function conceal(...urls: readonly string[]) {
  const { domains, variables } = concealCredentials(
    [{ domain: MG, webhooks: { clicked: urls } }],
    isHarmless,
  );
  return { urls: domains[0]?.webhooks.clicked, variables: Object.fromEntries(variables) };
}

describe('credentials in URLs', () => {
  it.each([
    {
      url: 'https://me:pw@crm.example.com/x',
      written: 'https://#@crm.example.com/x',
      variable: 'CRM_LOGIN',
      value: 'me:pw',
    },
    {
      url: 'https://crm.example.com/?api-key=1',
      written: 'https://crm.example.com/?api-key=#',
      variable: 'CRM_API_KEY',
      value: '1',
    },
    {
      url: 'https://crm.example.com/?s3cret',
      written: 'https://crm.example.com/?#',
      variable: 'CRM_QUERY',
      value: 's3cret',
    },
    {
      url: 'https://crm.example.com/x#top',
      written: 'https://crm.example.com/x##',
      variable: 'CRM_FRAGMENT',
      value: 'top',
    },
    {
      url: 'https://crm.example.com/bot:1/x',
      written: 'https://crm.example.com/#/x',
      variable: 'CRM_TOKEN',
      value: 'bot:1',
    },
  ])('give way to a variable: $url', ({ url, written, variable, value }) => {
    const name = `MGHOOKS_VAR_${variable}`;
    const expected = written.replace(/#(?!#)/, () => `\${${name}}`);
    expect(conceal(url)).toEqual({ urls: [expected], variables: { [name]: value } });
  });

  it('share a variable where they are the same, and get numbers where they differ', () => {
    expect(
      conceal(
        'https://crm.example.com/a?t=x',
        'https://crm.example.com/b?t=x',
        'https://crm.example.com/c?t=y',
      ).variables,
    ).toEqual({
      MGHOOKS_VAR_CRM_T_1: 'x',
      MGHOOKS_VAR_CRM_T_2: 'y',
    });
  });

  it.each([
    `https://h.example/${LONG}/permanent_fail`,
    `https://h.example/?domain=${MG}&event=delivered`,
    'https://h.example/?domain={domain}&event={event}',
  ])('are not the names of domains and event types: %s', (url) => {
    expect(holdsCredential(url, isHarmless)).toBe(false);
    expect(conceal(url)).toEqual({ urls: [url], variables: {} });
  });
});
