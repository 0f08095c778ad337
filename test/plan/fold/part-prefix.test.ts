import { describe, expect, it } from 'vitest';
import { accountName } from '../../../src/model/account.ts';
import { freePrefixes } from '../../../src/plan/fold/part-prefix.ts';
import { MAIN } from '../../support/domains.ts';

const NONE = { names: [], variables: [] };
const LONG = 'the-international-mailing-company-of-the-north-and-the-south';

describe('what names in a part begin with', () => {
  it('is the account, in the letters of names', () => {
    expect(freePrefixes(accountName('Main_EU'), NONE)).toEqual({ names: 'main-eu-', variables: 'main-eu-' });
    expect(freePrefixes(accountName('0'), NONE).names).toBe('0-');
  });

  it('gets a number where a name or a variable of others begins like it', () => {
    const taken = { names: ['main-crm', 'main-2-crm'], variables: ['MGHOOKS_VAR_MAIN_CRM_TOKEN'] };
    expect(freePrefixes(MAIN, taken)).toEqual({ names: 'main-3-', variables: 'main-2-' });
  });

  it('is the beginning of a long account', () => {
    expect(freePrefixes(accountName(LONG), NONE).names).toBe('the-international-mailin-');
    expect(freePrefixes(accountName('abcdefghijklmnopqrstuvw-xyz'), NONE).names).toBe(
      'abcdefghijklmnopqrstuvw-',
    );
  });
});
