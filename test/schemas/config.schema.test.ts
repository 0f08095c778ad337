import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { compileSchemaCheck } from '../../src/adapters/config/schema-check.ts';
import { REGION_BASE_URLS, REQUESTS_PER_MINUTE_MAX } from '../../src/model/account.ts';
import { EVENT_TYPES } from '../../src/model/event-type.ts';
import { POLICIES } from '../../src/model/policy.ts';
import { URLS_PER_EVENT_TYPE_MAX } from '../../src/model/webhooks.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'schemas/config.schema.json'), 'utf8'));

interface Node {
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Every schema inside a schema. */
function* schemasIn(schema: Readonly<Record<string, unknown>>, path = '#'): Generator<Node> {
  yield { path, schema };
  for (const key of ['properties', 'definitions']) {
    for (const [name, inner] of Object.entries(schema[key] ?? {}))
      yield* schemasIn(inner, `${path}/${key}/${name}`);
  }
  for (const key of ['items', 'additionalProperties', 'propertyNames']) {
    const inner = schema[key];
    if (typeof inner === 'object' && inner !== null) yield* schemasIn({ ...inner }, `${path}/${key}`);
  }
}

const ALL = [...schemasIn(SCHEMA)];

describe('the JSON Schema of a configuration file', () => {
  it('is a valid draft-07 schema with an absolute $id', () => {
    expect(new Ajv({ strict: false }).validateSchema(SCHEMA)).toBe(true);
    expect(SCHEMA.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(new URL(SCHEMA.$id).protocol).toBe('https:');
  });

  it('allows no unknown key wherever it names keys', () => {
    const open = ALL.filter(
      ({ schema }) => 'properties' in schema && schema['additionalProperties'] !== false,
    );
    expect(open).toEqual([]);
  });

  it('describes every key', () => {
    const properties = ALL.filter(({ path }) => /\/properties\/\w+$/.test(path));
    const silent = properties.filter(({ schema }) => !('description' in schema || '$ref' in schema));
    expect(properties.length).toBeGreaterThan(30);
    expect(silent.map(({ path }) => path)).toEqual([]);
    const definitions = ALL.filter(({ path }) => /^#\/definitions\/\w+$/.test(path));
    expect(definitions.filter(({ schema }) => !('title' in schema))).toEqual([]);
  });

  it('uses no keyword that turns one mistake into many errors', () => {
    const noisy = ALL.filter(({ schema }) =>
      ['oneOf', 'anyOf', 'allOf', 'not', 'if'].some((key) => key in schema),
    );
    expect(noisy).toEqual([]);
  });

  it('says the same as the model', () => {
    const { webhooks, policy, account, urls } = SCHEMA.definitions;
    expect(Object.keys(webhooks.properties)).toEqual(EVENT_TYPES);
    expect(policy.enum).toEqual(POLICIES);
    expect(account.properties.region.enum).toEqual(Object.keys(REGION_BASE_URLS));
    expect(account.properties.requestsPerMinute.maximum).toBe(REQUESTS_PER_MINUTE_MAX);
    expect(urls.maxItems).toBe(URLS_PER_EVENT_TYPE_MAX);
  });

  it('has examples that it accepts itself', () => {
    const ajv = new Ajv({ strict: false });
    ajv.addSchema(SCHEMA, 'config');
    const withExamples = ALL.filter(({ schema }) => 'examples' in schema);
    expect(withExamples.length).toBeGreaterThan(10);
    for (const { path, schema } of withExamples) {
      const validate = ajv.compile({ $ref: `config${path}` });
      for (const example of Object.values(schema['examples'] ?? {})) {
        expect([path, example, validate(example), validate.errors]).toEqual([path, example, true, null]);
      }
    }
  });

  it('gives one error for a value of each wrong kind', () => {
    const check = compileSchemaCheck();
    for (const wrong of [5, true, 'x', [], null, {}]) {
      const errors = check({ version: 1, domains: { 'a.example': { webhooks: { opened: wrong } } } });
      expect(errors.length).toBe(wrong === 'x' || Array.isArray(wrong) ? 0 : 1);
    }
  });

  it('is the source of the types in src/adapters/config/config-file.gen.ts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mghooks-types-'));
    try {
      const fresh = join(folder, 'fresh.ts');
      await promisify(execFile)(process.execPath, [join(ROOT, 'test/support/write-config-types.mjs'), fresh]);
      const committed = await readFile(join(ROOT, 'src/adapters/config/config-file.gen.ts'), 'utf8');
      expect(committed, 'run npm run types').toBe(await readFile(fresh, 'utf8'));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
