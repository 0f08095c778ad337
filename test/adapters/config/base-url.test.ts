import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from '../../../src/adapters/config/base-url.ts';

describe('a base URL', () => {
  it.each([
    ['https://api.mailgun.net', 'https://api.mailgun.net'],
    ['https://api.mailgun.net/', 'https://api.mailgun.net'],
    ['https://proxy.example:8443', 'https://proxy.example:8443'],
    ['HTTPS://API.example', 'https://api.example'],
    ['http://127.0.0.1:8025', 'http://127.0.0.1:8025'],
    ['http://127.255.0.9/', 'http://127.255.0.9'],
    ['http://127.1:80', 'http://127.0.0.1'],
    ['http://[::1]:8025', 'http://[::1]:8025'],
    ['http://localhost:8025', 'http://localhost:8025'],
  ])('%s is the origin %s', (text, origin) => {
    expect(parseBaseUrl(text)).toEqual({ value: origin });
  });

  it.each([
    ['http://api.mailgun.net', 'unencrypted'],
    ['http://127.0.0.1.example', 'unencrypted'],
    ['http://128.0.0.1', 'unencrypted'],
    ['http://localhost.example', 'unencrypted'],
    ['http://[::2]', 'unencrypted'],
    ['http://0.0.0.0:8025', 'unencrypted'],
    ['https://u:p@api.example', 'has a user'],
    ['https://@api.example', 'has a user'],
    ['https://api.example/v3', 'has a path'],
    ['https://api.example/?', "'?' or '#'"],
    ['https://api.example#', "'?' or '#'"],
    ['ftp://api.example', 'does not start with https'],
    ['javascript:alert(1)', 'does not start with https'],
    ['api.mailgun.net', 'cannot be parsed'],
    [' https://api.example', 'cannot be parsed'],
    ['https://api.\nexample', 'cannot be parsed'],
    ['https://${' + 'X}', 'not a name or an address'],
  ])('%s is refused', (text, problem) => {
    expect(parseBaseUrl(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});
