import { describe, expect, it } from 'vitest';
import { type EntryUse, isSurelyFile, useOf } from '../../../src/adapters/config/entry-use.ts';
import type { EntryKind } from '../../../src/adapters/config/folder-entry.ts';

const KINDS = ['file', 'folder', 'special', 'outside-file', 'outside-folder', 'dangling', 'closed'] as const;

function word(use: EntryUse): string {
  return typeof use === 'string' ? use : 'refuse';
}

describe('an entry of a folder', () => {
  it.each([
    ['a.yaml', 'read search refuse refuse refuse refuse refuse'],
    ['a.yml', 'read search refuse refuse refuse refuse refuse'],
    ['A.YAML', 'refuse search refuse refuse refuse refuse refuse'],
    ['README.md', 'pass-over search pass-over pass-over refuse refuse refuse'],
    ['a.yaml~', 'pass-over search pass-over pass-over refuse refuse refuse'],
  ])('named %s has the use that the table says', (name, uses) => {
    expect(KINDS.map((kind) => word(useOf({ name, kind }))).join(' ')).toBe(uses);
  });

  it('is asked for its folder only if it may be one', () => {
    const maybe = (name: string) => KINDS.filter((kind) => !isSurelyFile({ name, kind }));
    expect(maybe('a.yaml')).toEqual(['folder', 'outside-folder'] satisfies EntryKind[]);
    expect(maybe('team')).toEqual(['folder', 'outside-folder', 'dangling', 'closed'] satisfies EntryKind[]);
  });
});
