import { describe, expect, it } from 'vitest';
import { isPathPattern, matchesLevel, parsePathPattern } from '../../../src/adapters/config/path-pattern.ts';

describe('a path pattern', () => {
  it.each([
    ['config/*.yaml', 'config', ['*.yaml']],
    ['*.yaml', '.', ['*.yaml']],
    ['/etc/x?/a.yaml', '/etc', ['x?', 'a.yaml']],
    ['/*/a', '/', ['*', 'a']],
    ['a/b/**/c/*.yml', 'a/b', ['**', 'c', '*.yml']],
    ['a/**', 'a', ['**', '*']],
    ['a//*/./b', 'a/', ['*', 'b']],
  ])('%s starts in %s and matches %j below', (pattern, base, levels) => {
    expect(isPathPattern(pattern)).toBe(true);
    expect(parsePathPattern(pattern)).toEqual({ base, levels });
  });

  it('matches names by * and ? alone; everything else stands for itself', () => {
    expect(matchesLevel('*.yaml', 'a.yaml')).toBe(true);
    expect(matchesLevel('*.yaml', 'a.yamlx')).toBe(false);
    expect(matchesLevel('*.yaml', 'axyaml')).toBe(false);
    expect(matchesLevel('?.yaml', 'ü.yaml')).toBe(true);
    expect(matchesLevel('?.yaml', '.yaml')).toBe(false);
    expect(matchesLevel('a+(b)[c]{d}|^$', 'a+(b)[c]{d}|^$')).toBe(true);
    expect(matchesLevel('[ab]', 'a')).toBe(false);
    expect(matchesLevel('a**b', 'aXXb')).toBe(true);
  });
});
