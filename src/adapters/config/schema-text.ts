import { readFileSync } from 'node:fs';

/** The folder `schemas` lies beside `src` as beside `dist`. */
const SCHEMA_FILE = new URL('../../../schemas/config.schema.json', import.meta.url);

/** The JSON Schema of a configuration file, for editors and other programs, and for our own check. */
export function configurationSchemaText(): string {
  return readFileSync(SCHEMA_FILE, 'utf8');
}
