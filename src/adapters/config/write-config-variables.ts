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
