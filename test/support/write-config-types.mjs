import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

/**
 * Writes the types of a configuration file, generated from its JSON Schema, which is the one source of both.
 *
 * `node test/support/write-config-types.mjs [FILE]`; a test calls it with another file and compares.
 * It is plain JavaScript because Node 20 runs no TypeScript.
 */
const schemaFile = new URL('../../schemas/config.schema.json', import.meta.url);
const typesFile = fileURLToPath(new URL('../../src/adapters/config/config-file.gen.ts', import.meta.url));

// Draft-07 ignores what stands beside a $ref (there it is a description for editors), and so do the types.
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'), (_, value) =>
  typeof value?.$ref === 'string' ? { $ref: value.$ref } : value,
);
const source = await compile(schema, 'ConfigFile', {
  bannerComment: '// Generated from schemas/config.schema.json by `npm run types`. Do not edit.',
  customName: ({ title }) => (title === schema.title ? 'ConfigFile' : undefined),
  ignoreMinAndMaxItems: true,
  unreachableDefinitions: false,
  unknownAny: true,
  style: { singleQuote: true, printWidth: 110 },
});
writeFileSync(process.argv[2] ?? typesFile, source);
