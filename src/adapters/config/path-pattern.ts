/** A path with `*`, `**` or `?` in it, cut where the first of them appears. */
export interface PathPattern {
  /** The folder to start in, such as `config` for `config/*.yaml`. */
  readonly base: string;
  /** What the names below must match, one pattern a level; `**` stands for any number of levels. */
  readonly levels: readonly string[];
}

export const ANY_LEVELS = '**';

/** Every file at any depth below a folder. */
export const EVERYTHING_BELOW: readonly string[] = [ANY_LEVELS, '*'];

export function isPathPattern(path: string): boolean {
  return /[*?]/.test(path);
}

export function parsePathPattern(path: string): PathPattern {
  const parts = path.split('/');
  const first = parts.findIndex(isPathPattern);
  const base = parts.slice(0, first).join('/');
  const levels = parts.slice(first).filter((level) => level !== '' && level !== '.');
  const atRoot = base === '' && first > 0;
  return {
    base: atRoot ? '/' : base || '.',
    levels: levels.at(-1) === ANY_LEVELS ? [...levels, '*'] : levels,
  };
}

/** Whether one name matches one level of a pattern: `*` is any run of characters, `?` is any one character. */
export function matchesLevel(level: string, name: string): boolean {
  const source = level
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}
