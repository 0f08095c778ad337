import type { Diagnostic } from '../../../ports/configuration-source.ts';

/** A diagnostic as one line: `config/a.yaml:3:5: unknown key 'domain' (did you mean 'domains'?)`. */
export function problemLine({ place, message, hint }: Diagnostic): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `;
  return `${where}${message}${hint === undefined ? '' : ` (${hint})`}`;
}
