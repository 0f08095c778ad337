import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../../src/adapters/mailgun/no-answer.ts';

describe('why there is no answer', () => {
  it.each([
    ['ECONNREFUSED', 'the connection was refused (ECONNREFUSED)'],
    ['ETIMEDOUT', 'the time limit passed (ETIMEDOUT)'],
    ['HPE_HEADER_OVERFLOW', 'what it sent is not HTTP (HPE_HEADER_OVERFLOW)'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'no secure connection was possible (ERR_SSL_WRONG_VERSION_NUMBER)'],
  ])('is said for the code %s', (code, text) => {
    expect(describeFailure(Object.assign(new Error('Basic a2V5'), { code }))).toBe(text);
  });

  it.each([
    [{ code: 'Basic a2V5' }],
    [{ code: 7 }],
    [{}],
    [null],
    ['key'],
    [undefined],
    [new Error('the key')],
    [{ code: 'HPE_X key-1' }],
  ])('repeats nothing of an error that is not known (%#)', (error) => {
    expect(describeFailure(error)).toBe('the request failed');
  });
});
