import { pino } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** From chatty to silent; the names are pino's. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Logger {
  log(level: Exclude<LogLevel, 'silent'>, fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `json`: one JSON object a line, for machines. `pretty`: for people at a terminal. */
  readonly format: 'json' | 'pretty';
  readonly colour: boolean;
  /** Gets every line, already formatted; the place for a scrubber. */
  readonly write: (line: string) => void;
}

/** Fields that would hold a credential if somebody logged a request; pino replaces them wherever they stand. */
const REDACTED_FIELDS = ['apiKey', 'authorization', 'headers.authorization', '*.apiKey', '*.authorization'];

/**
 * A pino logger that writes synchronously through `write`. Not through `pino.transport`, whose worker thread would
 * print past the scrubber and lose lines when the process ends.
 */
export function createLogger(options: LoggerOptions): Logger {
  const pretty = prettyFactory({
    colorize: options.colour,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
  });
  const write = (line: string) =>
    options.write(options.format === 'pretty' ? pretty(JSON.parse(line)) : line);
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: REDACTED_FIELDS, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return { log: (level, fields, message) => logger[level](fields, message) };
}
