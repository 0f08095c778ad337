import type { Endpoint } from './config-file.gen.ts';
import type { NamedEntries } from './named-entries.ts';
import { type Report, valueOrigin } from './origin.ts';
import { compileUrl } from './url-pattern.ts';
import type { Variables } from './variables.ts';

/** The URL of each endpoint, with variables filled in; an endpoint whose URL is wrong is left out. */
export function compileEndpoints(
  endpoints: NamedEntries<Endpoint>,
  variables: Variables,
  report: Report,
): ReadonlyMap<string, string> {
  const compiled = new Map<string, string>();
  for (const { name, value, file } of endpoints.entries.values()) {
    const url = compileUrl(value, variables);
    if ('pattern' in url) compiled.set(name, url.pattern);
    else report({ at: valueOrigin(file, 'endpoints', name), message: url.problem, hint: url.hint });
  }
  return compiled;
}
