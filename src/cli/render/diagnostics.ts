import type { Diagnostic } from '../../ports/configuration-source.ts';
import type { Paint } from '../terminal.ts';
import { githubCommand } from './github-command.ts';
import type { OutputFormat } from './plan.ts';
import { printableText } from './printable.ts';

/** Everything that is wrong with a configuration, in the format that was asked for. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: Exclude<OutputFormat, 'json'>,
  { paint, total = diagnostics.length }: { readonly paint: Paint; readonly total?: number },
): string {
  const render = format === 'github' ? annotation : (diagnostic: Diagnostic) => framed(diagnostic, paint);
  const count = `${total} ${total === 1 ? 'error' : 'errors'} in the configuration`;
  return `${[...diagnostics.map(render), paint('bold', count)].join('\n')}\n`;
}

export function diagnosticsToJson(diagnostics: readonly Diagnostic[]): readonly unknown[] {
  return diagnostics.map(({ place, message, hint }) => ({
    ...place,
    message: printableText(message),
    ...(hint === undefined ? {} : { hint: printableText(hint) }),
  }));
}

/** `file:line:column: error: message`, the source line, and a caret under what is meant. */
function framed(diagnostic: Diagnostic, paint: Paint): string {
  const { place, hint } = diagnostic;
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `;
  const lines = [
    `${paint('bold', where)}${paint('red', 'error')}: ${printableText(diagnostic.message)}`,
    ...frame(diagnostic, paint),
    ...(hint === undefined ? [] : [`  ${paint('cyan', 'hint')}: ${printableText(hint)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** What of a line is shown: a window around the column, if the line is longer than a screen. */
const WINDOW_BEFORE = 40;
const WINDOW_LENGTH = 100;

function frame({ place, source }: Diagnostic, paint: Paint): readonly string[] {
  if (place === undefined || source === undefined) return [];
  const characters = [...source.line];
  const start = characters.length <= WINDOW_LENGTH ? 0 : Math.max(0, place.column - 1 - WINDOW_BEFORE);
  const shown = characters.slice(start, start + WINDOW_LENGTH);
  const before = characters.slice(start, place.column - 1).join('');
  const carets = Math.max(1, Math.min(source.length, shown.length - (place.column - 1 - start)));
  const gutter = String(place.line);
  return [
    `  ${gutter} | ${printableSource(shown.join(''))}`,
    `  ${' '.repeat(gutter.length)} | ${caretIndent(before)}${paint('red', '^'.repeat(carets))}`,
  ];
}

/** Tabs stay tabs, so that the caret stands below its character whatever the width of a tab is. */
function caretIndent(before: string): string {
  return before.replace(/[^\t]/gu, ' ');
}

/** One column a character, so that the caret fits: what must not reach a terminal becomes `?`. */
function printableSource(line: string): string {
  return line.replace(/[^\P{Cc}\t]|\p{Cf}|\p{Zl}|\p{Zp}/gu, '?');
}

function annotation({ place, message, hint }: Diagnostic): string {
  const at = place === undefined ? {} : { file: place.file, line: place.line, col: place.column };
  const text = hint === undefined ? message : `${message} (${hint})`;
  return githubCommand('error', { ...at, title: 'mghooks' }, printableText(text));
}
