import { describe, expect, it } from 'vitest';
import { checkHosts } from '../../src/cli/allowed-hosts.ts';
import { accountOn } from '../support/pass.ts';

const check = (baseUrl: string, allowed: readonly string[] = []) =>
  checkHosts([{ ...accountOn({ origin: baseUrl }) }], allowed);

describe('checkHosts', () => {
  it.each([
    'https://api.mailgun.net',
    'https://api.eu.mailgun.net',
    'http://127.0.0.1:8025',
    'http://127.1.2.3',
    'http://localhost:8025',
    'http://[::1]:8025',
  ])('lets the key go to %s', (baseUrl) => {
    expect(() => check(baseUrl)).not.toThrow();
  });

  it.each([
    'https://evilmailgun.net',
    'https://mailgun.net.evil.example',
    'https://api.mailgun.net.evil.example',
    'https://mailgun.example',
    'https://localhost.evil.example',
    'https://127.0.0.1.evil.example',
    'https://10.0.0.1',
    'https://169.254.169.254',
  ])('does not let the key go to %s, unless somebody says so', (baseUrl) => {
    const { hostname } = new URL(baseUrl);
    expect(() => check(baseUrl)).toThrow(`add --allow-host ${hostname}`);
    expect(() => check(baseUrl, ['other.example'])).toThrow();
    expect(() => check(baseUrl, [hostname])).not.toThrow();
  });
});
