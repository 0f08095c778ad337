import { configurationSchemaText } from '../../adapters/config/schema-text.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** Prints the JSON Schema of the configuration, for editors and other tools. */
export function schemaCommand(context: Context): Promise<ExitCode> {
  context.terminal.stdout.write(configurationSchemaText());
  return Promise.resolve(EXIT.done);
}
