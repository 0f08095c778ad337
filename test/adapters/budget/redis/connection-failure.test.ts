import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../../src/adapters/budget/redis/connection.ts';
import { connectionFailure } from '../../../../src/adapters/budget/redis/connection-failure.ts';
import { parseRedisAddress } from '../../../../src/adapters/budget/redis/redis-address.ts';

const ADDRESS = { host: 'cache.example', port: 6379, tls: false, database: 0 };

function coded(code: string): Error {
  return Object.assign(new Error(`connect ${code} 10.0.0.1:6379`), { code });
}

describe('what went wrong with a connection', () => {
  it.each([
    [coded('ECONNREFUSED'), 'nothing listens there (ECONNREFUSED)', 'passing'],
    [new AggregateError([coded('ETIMEDOUT')]), 'it does not answer (ETIMEDOUT)', 'passing'],
    [coded('ESOMETHING'), 'it cannot be used (ESOMETHING)', 'passing'],
    [new Error('Command timed out'), 'it does not answer', 'passing'],
    [new Error('Connection is closed.'), 'it closed the connection', 'passing'],
    [new Error('LOADING Redis is loading'), 'it is still loading its data (LOADING)', 'passing'],
    [new Error('WRONGPASS invalid'), 'it refuses the user or the password (WRONGPASS)', 'final'],
    [new Error('ERR invalid password'), 'it refuses the password', 'final'],
    [new Error('ERR DB index is out of range'), 'it has no database with this number', 'final'],
    [
      coded('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
      'final',
    ],
    ['a text', 'it cannot be used', 'passing'],
  ])('is said in a sentence of our own: %s', (error, sentence, outlook) => {
    const failure = connectionFailure(error, ADDRESS);
    expect(failure.message).toBe(`Redis at redis://cache.example:6379: ${sentence}`);
    expect(failure.outlook).toBe(outlook);
    expect(failure.cause).toBeUndefined();
  });
});

describe('a connection that fails', () => {
  it('leaves no listener behind on the signal, however often it is tried', async () => {
    const address = parseRedisAddress('redis://127.0.0.1:1');
    if ('problem' in address) throw new Error(address.problem);
    const { signal } = new AbortController();
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(connect(address.value, signal)).rejects.toThrow('ECONNREFUSED');
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
