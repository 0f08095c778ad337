import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../../src/cli/render/diagnostics.ts';
import { createPaint } from '../../../src/cli/terminal.ts';

const plain = createPaint(false);

const diagnostic = {
  place: { file: 'config/domains.yaml', line: 12, column: 5 },
  message: "unknown event type 'delivred'",
  hint: "did you mean 'delivered'?",
  source: { line: '    delivred: audit', length: 8 },
};

describe('renderDiagnostics', () => {
  it('puts a caret below what is meant', () => {
    expect(renderDiagnostics([diagnostic], 'text', { paint: plain })).toBe(
      [
        "config/domains.yaml:12:5: error: unknown event type 'delivred'",
        '  12 |     delivred: audit',
        '     |     ^^^^^^^^',
        "  hint: did you mean 'delivered'?",
        '',
        '1 error in the configuration',
        '',
      ].join('\n'),
    );
  });

  it('keeps tabs, so that the caret stands right whatever their width', () => {
    const tabbed = {
      ...diagnostic,
      source: { line: '\t\tab: x', length: 2 },
      place: { ...diagnostic.place, column: 3 },
    };
    expect(renderDiagnostics([tabbed], 'text', { paint: plain })).toContain('     | \t\t^^');
  });

  it('shows a part of a line that is longer than a screen', () => {
    const line = `{ ${'a: b, '.repeat(500)}wrong: x }`;
    const long = {
      ...diagnostic,
      source: { line, length: 5 },
      place: { ...diagnostic.place, column: line.indexOf('wrong') + 1 },
    };
    const lines = renderDiagnostics([long], 'text', { paint: plain }).split('\n');
    expect(Math.max(...lines.map((shown) => shown.length))).toBeLessThan(130);
    const [, source = '', caret = ''] = lines;
    expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('wrong');
  });

  it('lets nothing from the file reach the terminal as a command', () => {
    const evil = {
      ...diagnostic,
      source: { line: 'a: \u001b[2J\u202e', length: 1 },
      message: 'bad \u001b[31m',
    };
    const text = renderDiagnostics([evil], 'text', { paint: plain });
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
  });

  it('makes annotations for GitHub in which no text can start a command of its own', () => {
    const evil = { ...diagnostic, message: 'line one\n::set-output name=x::y' };
    expect(renderDiagnostics([evil], 'github', { paint: plain }).split('\n')[0]).toBe(
      "::error file=config/domains.yaml,line=12,col=5,title=mghooks::line one\\u{a}::set-output name=x::y (did you mean 'delivered'?)",
    );
  });
});
