import { parseDomainName } from '../model/domain-name.ts';
import { EVENT_TYPES, isEventType, LEGACY_EVENT_NAMES } from '../model/event-type.ts';
import { parseWebhookUrl } from '../model/webhook-url.ts';
import { URLS_PER_EVENT_TYPE_MAX } from '../model/webhooks.ts';
import { isMapping, type Mapping, shown, unknownName } from './mapping.ts';
import type { Seed, SeededHooks } from './seed.ts';
import { DEFAULT_TRACKING, type Tracking } from './tracking-settings.ts';

const SECTIONS = ['domains', 'tracking', 'disabled', 'unverified', 'subaccounts'] as const;

const HOOK_NAMES: readonly string[] = [...EVENT_TYPES, ...LEGACY_EVENT_NAMES.keys()];

/** Reads a seed as far as it can, and notes everything that is wrong with it. */
export class SeedReader {
  readonly problems: string[] = [];
  readonly #seed: Mapping;
  readonly #domains = new Map<string, SeededHooks>();

  constructor(seed: Mapping) {
    this.#seed = seed;
  }

  read(): Seed {
    const sections: readonly string[] = SECTIONS;
    for (const name of Object.keys(this.#seed)) {
      if (!sections.includes(name)) this.problems.push(unknownName('the seed', name, SECTIONS));
    }
    if (!Object.hasOwn(this.#seed, 'domains')) this.problems.push("the seed: 'domains' is missing");
    for (const [name, hooks] of this.#entries(this.#seed['domains'], 'domains')) this.#addDomain(name, hooks);
    return {
      domains: Object.fromEntries(this.#domains),
      tracking: this.#tracking(),
      disabled: this.#knownDomains(this.#seed['disabled'], 'disabled'),
      unverified: this.#knownDomains(this.#seed['unverified'], 'unverified'),
      subaccounts: Object.fromEntries(
        this.#entries(this.#seed['subaccounts'], 'subaccounts').map(([id, names]) => [
          id,
          this.#knownDomains(names, `subaccounts > ${id}`),
        ]),
      ),
    };
  }

  #addDomain(text: string, hooks: unknown): void {
    const place = `domains > ${text}`;
    const name = parseDomainName(text);
    if ('problem' in name) {
      this.problems.push(`${place}: ${name.problem}`);
      return;
    }
    if (this.#domains.has(name.value))
      this.problems.push(`${place}: the domain '${name.value}' stands here twice`);
    const read = this.#entries(hooks, place).map(
      ([hook, urls]) => [hook, this.#urls(hook, urls, `${place} > ${hook}`)] as const,
    );
    this.#domains.set(name.value, Object.fromEntries(read));
  }

  #urls(hook: string, value: unknown, place: string): string | readonly string[] {
    if (LEGACY_EVENT_NAMES.has(hook)) {
      if (typeof value === 'string') return this.#url(value, place);
      this.problems.push(`${place}: a legacy webhook has one URL, as text; got ${shown(value)}`);
      return [];
    }
    if (!isEventType(hook)) this.problems.push(unknownName(place, hook, HOOK_NAMES));
    if (!Array.isArray(value)) {
      this.problems.push(`${place}: expected a list of URLs, such as [https://...], got ${shown(value)}`);
      return [];
    }
    if (value.length > URLS_PER_EVENT_TYPE_MAX) {
      this.problems.push(
        `${place}: ${value.length} URLs; an event type has at most ${URLS_PER_EVENT_TYPE_MAX}`,
      );
    }
    const urls = value.map((url: unknown, index) => this.#url(url, `${place} > URL ${index + 1}`));
    const repeated = urls.find((url, index) => urls.indexOf(url) < index);
    if (repeated !== undefined) this.problems.push(`${place}: ${shown(repeated)} stands here twice`);
    return urls;
  }

  #url(value: unknown, place: string): string {
    const parsed = typeof value === 'string' ? parseWebhookUrl(value) : { problem: 'expected a URL as text' };
    if ('value' in parsed) return parsed.value;
    this.problems.push(`${place}: ${parsed.problem}, got ${shown(value)}`);
    return '';
  }

  #tracking(): Readonly<Record<string, Partial<Tracking>>> {
    const read = this.#entries(this.#seed['tracking'], 'tracking').map(([text, settings]) => {
      const place = `tracking > ${text}`;
      const [domain = ''] = this.#knownDomains([text], 'tracking');
      return [domain, this.#settings(settings, place)] as const;
    });
    return Object.fromEntries(read);
  }

  #settings(value: unknown, place: string): Partial<Tracking> {
    const entries = this.#entries(value, place);
    for (const [name, setting] of entries) {
      const known = Object.hasOwn(DEFAULT_TRACKING, name);
      const right = typeof setting === 'boolean' || (name === 'click' && setting === 'htmlonly');
      if (!known) this.problems.push(unknownName(place, name, Object.keys(DEFAULT_TRACKING)));
      else if (!right)
        this.problems.push(`${place} > ${name}: expected true or false, got ${shown(setting)}`);
    }
    return Object.fromEntries(entries);
  }

  /** A list of names that `domains` has. */
  #knownDomains(value: unknown, place: string): readonly string[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.problems.push(`${place}: expected a list of domains, got ${shown(value)}`);
      return [];
    }
    return value.map((text: unknown) => {
      const parsed = parseDomainName(String(text));
      const name = 'value' in parsed ? parsed.value : String(text);
      if (!this.#domains.has(name)) this.problems.push(unknownName(place, name, this.#domains.keys()));
      return name;
    });
  }

  /** The entries of a mapping; an empty value in YAML is `null` and stands for none. */
  #entries(value: unknown, place: string): readonly (readonly [string, unknown])[] {
    if (value === undefined || value === null) return [];
    if (isMapping(value)) return Object.entries(value);
    this.problems.push(`${place}: expected a mapping, got ${shown(value)}`);
    return [];
  }
}
