import { parseWebhookUrl } from '../../model/webhook-url.ts';
import { didYouMeanOneOf } from './suggestion.ts';
import type { Variables } from './variables.ts';

/** A URL with its variables filled in, `{domain}` and `{event}` still open. */
export type CompiledUrl =
  | { readonly pattern: string }
  | { readonly problem: string; readonly hint?: (() => string | undefined) | undefined };

const PLACEHOLDER = /\$\{([^{}]*)\}|\{([^{}]*)\}/g;
const SAMPLES: ReadonlyMap<string, string> = new Map([
  ['domain', 'mg.example.com'],
  ['event', 'delivered'],
]);

/** Checks a URL of the configuration as it will be sent, with a sample domain and event type in place. */
export function compileUrl(text: string, variables: Variables): CompiledUrl {
  const bare = /\$MGHOOKS_VAR_\w*/.exec(text)?.[0];
  if (bare !== undefined) {
    return { problem: `'${bare}' is not filled in`, hint: () => `write \${${bare.slice(1)}}` };
  }
  const values = new Map<string, string>();
  for (const [placeholder, variable, word] of text.matchAll(PLACEHOLDER)) {
    if (word !== undefined && !SAMPLES.has(word)) return unknownPlaceholder(word);
    if (variable === undefined) continue;
    const read = variables.read(variable);
    if ('problem' in read) return { problem: read.problem, hint: () => read.hint };
    values.set(placeholder, read.value);
  }
  const sample = text.replace(
    PLACEHOLDER,
    (placeholder, _, word) => values.get(placeholder) ?? SAMPLES.get(word) ?? '',
  );
  const parsed = parseWebhookUrl(sample);
  if ('problem' in parsed) return { problem: parsed.problem + filledIn([...values.keys()]) };
  return { pattern: text.replace(PLACEHOLDER, (placeholder) => values.get(placeholder) ?? placeholder) };
}

function unknownPlaceholder(word: string): CompiledUrl {
  const hint = () => didYouMeanOneOf(word, [...SAMPLES.keys()]);
  return { problem: `unknown placeholder '{${word}}'`, hint };
}

function filledIn(variables: readonly string[]): string {
  return variables.length === 0 ? '' : ` once ${variables.join(' and ')} is filled in`;
}
