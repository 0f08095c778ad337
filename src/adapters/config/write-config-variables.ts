/**
 * Variables as lines that a shell reads: `NAME='value'`. Between single quotes a shell takes every character as it is;
 * the quote itself has to stand outside.
 */
export function variablesText(variables: ReadonlyMap<string, string>): string {
  const lines = [...variables].map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'`);
  return [
    '# Credentials inside webhook URLs, as mghooks import found them. Keep this file out of version control.',
    '# To use it: set -a; . ./THIS-FILE; set +a',
    ...lines,
    '',
  ].join('\n');
}

/** The names of the variables that such a text sets, `export` before them or not; sorted, each once. */
export function variableNamesIn(text: string): readonly string[] {
  const names = [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=/gm)].flatMap(
    ([, name]) => name ?? [],
  );
  return [...new Set(names)].sort();
}
