import { describe, expect, it } from 'vitest';
import { createLogger, type LogLevel } from '../../../src/adapters/telemetry/logger.ts';
import { Secret } from '../../../src/model/secret.ts';

function logged(level: LogLevel, format: 'json' | 'pretty', fields: Record<string, unknown>): string {
  let text = '';
  const write = (line: string) => {
    text += line;
  };
  createLogger({ level, format, colour: false, write }).log('warn', fields, 'something happened');
  return text;
}

describe('createLogger', () => {
  it('writes one JSON object a line, with the level as a word', () => {
    const line = logged('info', 'json', { event: 'read-failed', domain: 'mg.example.com' });
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      event: 'read-failed',
      domain: 'mg.example.com',
      msg: 'something happened',
    });
  });

  it('writes a readable line for a person', () => {
    const line = logged('info', 'pretty', { domain: 'mg.example.com' });
    expect(line).toMatch(/WARN.*something happened/);
    expect(line).toContain('domain: "mg.example.com"');
  });

  it('leaves out what is below its level', () => {
    expect(logged('error', 'json', {})).toBe('');
    expect(logged('silent', 'json', {})).toBe('');
  });

  it('shows no credential that somebody passes by mistake', () => {
    const fields = {
      apiKey: 'key-plain',
      headers: { authorization: 'Basic abc' },
      request: { authorization: 'Basic abc' },
      secret: new Secret('key-in-a-secret'),
    };
    const line = logged('info', 'json', fields);
    expect(line).not.toContain('key-');
    expect(line).not.toContain('Basic abc');
  });
});
