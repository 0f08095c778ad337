import { ConfigurationError } from '../../ports/configuration-source.ts';
import type { Context } from '../context.ts';
import type { UsageError } from '../exit-code.ts';
import { createPaint, wantsColour } from '../terminal.ts';
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
  const paint = createPaint(wantsColour('auto', environment, output));
  if (error instanceof ConfigurationError) output.write(renderDiagnostics(diagnostics, format, paint));
  else output.write(`${paint('red', 'error')}: ${printableText(error.message)}\n`);
}

/** Found in the words themselves: the command line may be what is wrong. */
function requestedFormat(argv: readonly string[], variable: string | undefined): OutputFormat {
  const at = argv.findIndex((word) => word === '--output' || word === '-o');
  const joined = argv.find((word) => word.startsWith('--output='))?.slice('--output='.length);
  const wanted = joined ?? (at < 0 ? variable : argv[at + 1]);
  return OUTPUT_FORMATS.find((format) => format === wanted) ?? 'text';
}
