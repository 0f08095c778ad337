import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/cli/environment.ts';
import { type ColourChoice, createPaint, wantsColour } from '../../src/cli/terminal.ts';

const output = (isTerminal: boolean) => ({ isTerminal, write: () => undefined });

describe('wantsColour', () => {
  it.each([
    ['auto', {}, true, true],
    ['auto', {}, false, false],
    ['auto', { NO_COLOR: '1' }, true, false],
    ['auto', { NO_COLOR: '' }, true, true],
    ['auto', { TERM: 'dumb' }, true, false],
    ['auto', { FORCE_COLOR: '1' }, false, true],
    ['auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['auto', { FORCE_COLOR: '0' }, true, false],
    ['always', { NO_COLOR: '1' }, false, true],
    ['never', { FORCE_COLOR: '1' }, true, false],
  ] as const)('for %s with %j at a terminal (%s) is %s', (...row) => {
    const [choice, variables, isTerminal, colour] = row;
    const environment = readEnvironment(variables);
    expect(wantsColour(choice satisfies ColourChoice, environment, output(isTerminal))).toBe(colour);
  });
});

describe('createPaint', () => {
  it('adds nothing without colour, and something with it, whatever the terminal of the test is', () => {
    expect(createPaint(false)('red', 'text')).toBe('text');
    expect(createPaint(true)('red', 'text')).toContain('\u001b[');
  });
});
