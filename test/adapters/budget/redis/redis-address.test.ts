import { describe, expect, it } from 'vitest';
import { displayAddress, parseRedisAddress } from '../../../../src/adapters/budget/redis/redis-address.ts';

function parsed(url: string) {
  const address = parseRedisAddress(url);
  if ('problem' in address) throw new Error(address.problem);
  return address.value;
}

describe('the address of a Redis', () => {
  it('is read from a URL, with the usual port and database 0', () => {
    expect(parsed('redis://cache.example')).toEqual({
      host: 'cache.example',
      port: 6379,
      tls: false,
      database: 0,
    });
  });

  it('may have TLS, credentials, a port and a database', () => {
    const { password, ...rest } = parsed('rediss://us%40er:p%2Fss@cache.example:7000/3');
    expect(rest).toEqual({ host: 'cache.example', port: 7000, tls: true, database: 3, username: 'us@er' });
    expect(password?.reveal()).toBe('p/ss');
  });

  it('may have a password without a user', () => {
    const { password, ...rest } = parsed('redis://:secret@[::1]:1/');
    expect(rest).toEqual({ host: '::1', port: 1, tls: false, database: 0 });
    expect(password?.reveal()).toBe('secret');
  });

  it.each([
    ['', 'cannot be read'],
    ['cache.example:6379', 'another scheme'],
    ['hunter2:x@cache.example', 'another scheme'],
    ['http://cache.example', 'another scheme'],
    ['redis:///1', 'names no host'],
    ['redis://cache.example:99999', 'cannot be read'],
    ['redis://:pa#ss@cache.example', 'cannot be read'],
    ['redis://cache.example/one', 'does not end with the number of a database'],
    ['redis://cache.example/1/2', 'does not end with the number of a database'],
    ['redis://cache.example?db=1', "a part after '?'"],
    ['redis://hunter2@cache.example', 'a user without a password'],
    ['redis://:hunter2%@cache.example', 'not percent-encoded'],
  ])('is not %s', (url, problem) => {
    const address = parseRedisAddress(url);
    expect(address).toEqual({ problem: expect.stringContaining(problem) });
    expect(address).toEqual({ problem: expect.stringContaining('expected redis://') });
    expect(JSON.stringify(address)).not.toContain('hunter2');
  });

  it('is shown without credentials', () => {
    expect(displayAddress(parsed('rediss://user:hunter2@[::1]:7000/3'))).toBe('rediss://[::1]:7000');
    expect(displayAddress(parsed('redis://:hunter2@cache.example'))).toBe('redis://cache.example:6379');
  });
});
