import { describe, expect, it } from 'vitest';
import { errorText, jsonErrorText } from '../../../src/adapters/mailgun/error-text.ts';

describe('the text of an error', () => {
  it.each([
    ['{"message":"Domain not found"}\n', 'Domain not found'],
    ['{"Reason":"bad"}', 'bad'],
    ['{"Description":"Webhook not found"}', 'Webhook not found'],
    ['{"error":"not found"}', 'not found'],
    ['{"Error":"unauthorized"}', 'unauthorized'],
    ['{"Field":"id"}', 'Missing mandatory parameter: id'],
    ['{"Field":"url","Value":"x"}', 'Invalid parameter: url x'],
    ['{"Field":"url","message":"both"}', 'both'],
    ['{"error":"second","message":"first"}', 'first'],
    ['{"message":"","Reason":"the first that says something"}', 'the first that says something'],
  ])('in %s is %j', (body, text) => {
    expect(errorText(body)).toBe(text);
    expect(jsonErrorText(body)).toBe(text);
  });

  it.each([
    ['Forbidden'],
    ['<html>502</html>'],
    ['{"message":{"deep":1}}'],
    ['{"code":7}'],
    ['["message"]'],
    ['"message"'],
    ['{"message":"cut off'],
  ])('in %s is the body itself, and nothing that the API said', (body) => {
    expect(errorText(body)).toBe(body);
    expect(jsonErrorText(body)).toBeUndefined();
  });

  it('is empty if the body is', () => {
    expect(errorText(' \n')).toBe('');
  });
});
