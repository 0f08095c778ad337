import { describe, expect, it } from 'vitest';
import { checkEnvironment, parseBoolean, readEnvironment } from '../../src/cli/environment.ts';
import { KNOWN_VARIABLES } from '../../src/cli/options.ts';

const check = (variables: Record<string, string>) =>
  checkEnvironment(readEnvironment(variables), KNOWN_VARIABLES);

describe('checkEnvironment', () => {
  it('accepts known variables, variables of the configuration, and those of others', () => {
    expect(() => check({ MGHOOKS_CONFIG: 'x', MGHOOKS_VAR_TOKEN: 'y', HOME: '/' })).not.toThrow();
  });

  it('names the nearest word for a misspelt variable', () => {
    expect(() => check({ MGHOOKS_CONFG: 'x' })).toThrow(
      "Unknown environment variable 'MGHOOKS_CONFG': did you mean 'MGHOOKS_CONFIG'?",
    );
  });

  it.each([
    'MGHOOKS_PORT',
    'MGHOOKS_SERVICE_HOST',
    'MGHOOKS_SERVICE_PORT_HTTP',
    'MGHOOKS_PORT_8080_TCP_ADDR',
  ])('lets %s pass, which Kubernetes sets for a Service of our name', (name) => {
    expect(() => check({ [name]: 'tcp://10.0.0.1:8080' })).not.toThrow();
  });

  it('takes no word for near because all share the prefix', () => {
    expect(() => check({ MGHOOKS_REDIS: 'x' })).toThrow('known are MGHOOKS_CONFIG, ');
  });

  it('lists what is known where nothing is near, and never shows a value', () => {
    const run = () => check({ MGHOOKS_ZZZZZZZZZZZZ: 'key-secret' });
    expect(run).toThrow('known are MGHOOKS_CONFIG, ');
    expect(run).not.toThrow('key-secret');
  });
});

describe('parseBoolean', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['Yes', true],
    ['on', true],
    ['false', false],
    ['0', false],
    ['no', false],
    ['OFF', false],
  ])('reads %s as %s', (text, value) => {
    expect(parseBoolean('MGHOOKS_YES', text)).toBe(value);
  });

  it.each(['maybe', '', ' true', '2', 'nope'])('refuses %j instead of taking a side', (text) => {
    expect(() => parseBoolean('MGHOOKS_YES', text)).toThrow(`Cannot read 'MGHOOKS_YES' as a boolean`);
  });
});
