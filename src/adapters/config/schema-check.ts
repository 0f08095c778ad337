import { Ajv, type ErrorObject } from 'ajv';
import { configurationSchemaText } from './schema-text.ts';

/** Everything that is wrong with the shape of a value, in the words of the validator. */
export type SchemaCheck = (value: unknown) => readonly ErrorObject[];

let compiled: SchemaCheck | undefined;

/** Compiling takes longer than checking a thousand domains, so it is done once, whatever is loaded and how often. */
export function compileSchemaCheck(): SchemaCheck {
  compiled ??= compile();
  return compiled;
}

function compile(): SchemaCheck {
  const ajv = new Ajv({ allErrors: true, verbose: true, messages: false, allowUnionTypes: true });
  // What a value must be, in words: for editors, and for our own messages.
  ajv.addKeyword('errorMessage');
  const validate = ajv.compile(JSON.parse(configurationSchemaText()));
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
