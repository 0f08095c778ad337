import { parseBoolean } from './environment.ts';
import { UsageError } from './exit-code.ts';
import type { Flag } from './flag.ts';

/** The value that the text of a flag's variable stands for. */
export function parseVariable(flag: Flag, text: string): unknown {
  switch (flag.kind) {
    case 'boolean':
      return parseBoolean(flag.variable, text);
    case 'number':
    case 'share':
    case 'duration':
    case 'plan-id':
      return PARSERS[flag.kind]?.(flag.variable, text);
    case 'list':
      return parseList(flag.variable, text);
    case 'text':
      if (flag.choices !== undefined && !flag.choices.includes(text)) {
        throw new UsageError(
          `Cannot use '${flag.variable}': current value is '${text}', expected one of ${flag.choices.join(', ')}`,
        );
      }
      return text;
  }
}

/** `MGHOOKS_DOMAIN=$A,$B` with both unset must not select everything. */
function parseList(name: string, text: string): readonly string[] {
  const parts = text.split(/[,\n]/).map((part) => part.trim());
  if (!parts.includes('')) return parts;
  throw new UsageError(`Cannot use '${name}': current value is '${text}', which has an empty part`);
}

/** How the text of a flag becomes its value; `name` is for the message. */
export const PARSERS: Readonly<
  Partial<Record<Flag['kind'], (name: string, text: string) => number | string>>
> = {
  number: parseCount,
  share: parseShare,
  duration: parseDurationMs,
  'plan-id': parsePlanId,
};

function parseCount(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use '${name}': current value is '${text}', expected a whole number`);
}

function parsePlanId(name: string, text: string): string {
  if (/^[0-9a-f]{12}$/.test(text)) return text;
  throw new UsageError(
    `Cannot use '${name}': current value is '${text}', expected the twelve digits of a plan id such as 1f0c9a2b7d3e`,
  );
}

function parseShare(name: string, text: string): number {
  const share = /^(0?\.\d+|1(\.0+)?)$/.test(text) ? Number(text) : 0;
  if (share > 0) return share;
  throw new UsageError(
    `Cannot use '${name}': current value is '${text}', expected a part such as 0.2, at most 1`,
  );
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function parseDurationMs(name: string, text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})(ms|s|m|h)$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined) return Number(count) * unitMs;
  throw new UsageError(
    `Cannot use '${name}': current value is '${text}', expected a duration such as 30s or 5m`,
  );
}
