import { ConfigurationError } from '../../ports/configuration-source.ts';
import type { Context } from '../context.ts';
import type { UsageError } from '../exit-code.ts';
import { type ColourChoice, createPaint, wantsColour } from '../terminal.ts';
import { diagnosticsToJson, renderDiagnostics } from './diagnostics.ts';
import { jsonDocument, OUTPUT_FORMATS, type OutputFormat } from './plan.ts';
import { printableText } from './printable.ts';

/**
 * Says why a command could not start, in the format that was asked for. Text is for a person and goes to stderr; the
 * other formats are read by programs and go to stdout, so that they find a document there whatever happens.
 */
export function renderFailure(
  error: ConfigurationError | UsageError,
  argv: readonly string[],
  { terminal, environment }: Context,
): void {
  const format = requestedFormat(argv, environment.get('MGHOOKS_OUTPUT'));
  const diagnostics = error instanceof ConfigurationError ? error.diagnostics : [{ message: error.message }];
  if (format === 'json') {
    terminal.stdout.write(jsonDocument({ formatVersion: 1, errors: diagnosticsToJson(diagnostics) }));
    return;
  }
  const output = format === 'text' ? terminal.stderr : terminal.stdout;
  const paint = createPaint(wantsColour(requestedColour(argv), environment, output));
  if (error instanceof ConfigurationError) {
    output.write(renderDiagnostics(diagnostics, format, { paint, total: error.total }));
    return;
  }
  const message = error.message.split('\n').map(printableText).join('\n');
  output.write(`${paint('red', 'error')}: ${message}\n`);
}

function requestedFormat(argv: readonly string[], variable: string | undefined): OutputFormat {
  const wanted = flagValue(argv, ['--output', '-o']) ?? variable;
  return OUTPUT_FORMATS.find((format) => format === wanted) ?? 'text';
}

function requestedColour(argv: readonly string[]): ColourChoice {
  const wanted = flagValue(argv, ['--color']);
  return wanted === 'always' || wanted === 'never' ? wanted : 'auto';
}

/** Found in the words themselves: the command line may be what is wrong. */
function flagValue(argv: readonly string[], flags: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => flags.includes(word));
  const joined = argv.find((word) => flags.some((flag) => word.startsWith(`${flag}=`)));
  return joined?.slice(joined.indexOf('=') + 1) ?? (at < 0 ? undefined : argv[at + 1]);
}
