import { ConfigurationError } from '../../ports/configuration-source.ts';
import type { Context } from '../context.ts';
import { type ColourChoice, createPaint, type Paint, wantsColour } from '../terminal.ts';
import { diagnosticsToJson, renderDiagnostics } from './diagnostics.ts';
import { githubCommand } from './github-command.ts';
import { plainWords } from './markdown.ts';
import { jsonDocument, OUTPUT_FORMATS, type OutputFormat } from './plan.ts';
import { printableText } from './printable.ts';

/** Why a command did not do its work. */
export type Failure = ConfigurationError | { readonly message: string };

/**
 * Says why a command could not do its work, in the format that was asked for. Text is for a person and goes to stderr;
 * the other formats are read by programs and go to stdout, so that they find a document there whatever happens.
 */
export function renderFailure(
  failure: Failure,
  argv: readonly string[],
  { terminal, environment }: Context,
): void {
  const format = requestedFormat(argv, environment.get('MGHOOKS_OUTPUT'));
  const isConfiguration = failure instanceof ConfigurationError;
  const diagnostics = isConfiguration ? failure.diagnostics : [{ message: failure.message }];
  if (format === 'json') {
    terminal.stdout.write(jsonDocument({ formatVersion: 1, errors: diagnosticsToJson(diagnostics) }));
    return;
  }
  const output = format === 'text' ? terminal.stderr : terminal.stdout;
  const paint = createPaint(wantsColour(requestedColour(argv), environment, output));
  const total = isConfiguration ? failure.total : 1;
  output.write(
    isConfiguration
      ? renderDiagnostics(diagnostics, format, { paint, total })
      : renderMessage(failure.message, format, paint),
  );
}

function renderMessage(message: string, format: Exclude<OutputFormat, 'json'>, paint: Paint): string {
  const lines = message.split('\n').map(printableText);
  switch (format) {
    case 'text':
      return `${paint('red', 'error')}: ${lines.join('\n')}\n`;
    case 'markdown':
      return `**error**: ${plainWords(lines.join(' '))}\n`;
    case 'github':
      return `${githubCommand('error', { title: 'mghooks' }, lines.join('\n'))}\n`;
  }
}

function requestedFormat(argv: readonly string[], variable: string | undefined): OutputFormat {
  const wanted = flagValue(argv, { long: '--output', short: 'o' }) ?? variable;
  return OUTPUT_FORMATS.find((format) => format === wanted) ?? 'text';
}

function requestedColour(argv: readonly string[]): ColourChoice {
  const wanted = flagValue(argv, { long: '--color' });
  return wanted === 'always' || wanted === 'never' ? wanted : 'auto';
}

/** Flags of one letter that take no value, and so may stand before another in one word: `-yojson`. */
const SWITCHES = 'hVy';

/**
 * Found in the words themselves, as the command line may be what is wrong. Takes every way to write it: `--output json`,
 * `--output=json`, `-o json`, `-ojson`; the last one holds.
 */
function flagValue(
  argv: readonly string[],
  { long, short }: { readonly long: string; readonly short?: string },
): string | undefined {
  const joined = short === undefined ? undefined : new RegExp(`^-[${SWITCHES}]*${short}(.*)$`);
  const values = argv.flatMap((word, index) => {
    if (word.startsWith(`${long}=`)) return [word.slice(long.length + 1)];
    const value = word === long ? '' : joined?.exec(word)?.[1];
    if (value === undefined) return [];
    return value === '' ? [argv[index + 1]] : [value];
  });
  return values.at(-1);
}
