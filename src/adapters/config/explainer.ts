import type { DomainName } from '../../model/domain-name.ts';
import { EVENT_TYPES, type EventType } from '../../model/event-type.ts';
import { fillDomain, fillEvent } from '../../model/webhook-url.ts';
import type { Place } from '../../ports/configuration-source.ts';
import type { DomainEntry } from './config-file.gen.ts';
import type { DomainExplanation, Explained, ExplainedWebhook, ExplainStep } from './domain-explanation.ts';
import { locate, placeOf } from './locate.ts';
import { type Entry, entryOrigin } from './named-entries.ts';
import { keyOrigin, type Origin, type ValuePath, valueOrigin } from './origin.ts';
import type { MergedFiles } from './resolve.ts';
import { isEndpointName, type WebhooksPlace, type WrittenUrl, writtenUrls } from './webhook-urls.ts';

/** Explains one domain by one entry. Steps are collected first and get their places together, each file parsed once. */
export class Explainer {
  readonly #domain: DomainName;
  readonly #entry: Entry<DomainEntry>;
  readonly #merged: MergedFiles;
  readonly #unplaced: { readonly step: { place?: Place }; readonly origin: Origin }[] = [];

  constructor(domain: DomainName, entry: Entry<DomainEntry>, merged: MergedFiles) {
    this.#domain = domain;
    this.#entry = entry;
    this.#merged = merged;
  }

  explain(): DomainExplanation {
    const { name } = this.#entry;
    const kind = name.includes('*') ? 'pattern' : 'domain';
    const template = this.#template();
    const explanation = {
      domain: this.#domain,
      entry: this.#step(`the ${kind} '${name}'`, entryOrigin('domains', this.#entry)),
      account: this.#account(),
      policy: this.#policy(),
      ...(template === undefined ? {} : { template }),
      ignore: this.#ignore(),
      webhooks: EVENT_TYPES.flatMap((eventType) => this.#webhook(eventType, template?.value)),
    };
    this.#placeSteps();
    return explanation;
  }

  #account(): Explained {
    const { accounts } = this.#merged;
    const said = this.#said('account');
    const value = said?.value ?? [...accounts.entries.keys()][0] ?? 'default';
    const defined = accounts.entries.get(value);
    const definition =
      defined === undefined
        ? this.#step('no file has accounts, so one in region us with its key in MAILGUN_API_KEY is meant')
        : this.#step(`the account '${value}'`, entryOrigin('accounts', defined));
    return { value, steps: [...(said?.steps ?? [this.#step('the only account')]), definition] };
  }

  #policy(): Explained {
    return this.#said('policy') ?? { value: 'listed', steps: [this.#step('the policy of mghooks itself')] };
  }

  #template(): Explained | undefined {
    const said = this.#said('template');
    const defined = said === undefined ? undefined : this.#merged.templates.entries.get(said.value);
    if (said === undefined || defined === undefined) return undefined;
    const definition = this.#step(`the template '${said.value}'`, entryOrigin('templates', defined));
    return { value: said.value, steps: [...said.steps, definition] };
  }

  /** A value that the entry says itself, or else the defaults. */
  #said(key: 'account' | 'policy' | 'template'): Explained | undefined {
    const own = this.#entry.value?.[key];
    if (own !== undefined)
      return { value: own, steps: [this.#step(`'${key}' of the domain`, this.#at(key))] };
    const byDefault = this.#merged.defaults[key];
    if (byDefault === undefined) return undefined;
    const step = this.#step(`the default '${key}'`, valueOrigin(byDefault.file, 'defaults', key));
    return { value: byDefault.value, steps: [step] };
  }

  #ignore(): readonly Explained[] {
    return (this.#entry.value?.ignore ?? []).map((value, index) => ({
      value,
      steps: [this.#step("'ignore' of the domain", this.#at('ignore', index))],
    }));
  }

  #webhook(eventType: EventType, templateName: string | undefined): readonly ExplainedWebhook[] {
    const { file, name, value } = this.#entry;
    const own = value?.webhooks?.[eventType];
    if (own !== undefined) {
      const place = { file, path: ['domains', name, 'webhooks'] };
      return [this.#explainUrls(own, { place, eventType, holder: 'the domain' })];
    }
    const template = this.#merged.templates.entries.get(templateName ?? '');
    const urls = template?.value[eventType];
    if (template === undefined || urls === undefined) return [];
    const place = { file: template.file, path: ['templates', template.name] };
    return [this.#explainUrls(urls, { place, eventType, holder: `the template '${template.name}'` })];
  }

  #explainUrls(urls: string | readonly string[], said: SaidWebhook): ExplainedWebhook {
    const { place, eventType, holder } = said;
    const origin = keyOrigin(place.file, ...place.path, eventType);
    return {
      eventType,
      steps: [this.#step(`'${eventType}' of ${holder}`, origin)],
      urls: writtenUrls(urls, place, eventType).map((written) => this.#url(written, said)),
    };
  }

  #url({ text, origin }: WrittenUrl, { eventType, holder }: SaidWebhook): Explained {
    const endpoint = isEndpointName(text) ? this.#merged.endpoints.entries.get(text) : undefined;
    const url = endpoint?.value ?? text;
    const steps = [this.#step(`'${eventType}' of ${holder}`, origin)];
    if (endpoint !== undefined) {
      const definition = valueOrigin(endpoint.file, 'endpoints', endpoint.name);
      steps.push(this.#step(`the endpoint '${endpoint.name}'`, definition));
    }
    const variables = [...url.matchAll(/\$\{(\w+)\}/g)].map(([, variable]) => variable);
    steps.push(...variables.map((variable) => this.#step(`the environment variable ${variable}`)));
    return { value: fillEvent(fillDomain(url, this.#domain), eventType), steps };
  }

  #at(...path: ValuePath): Origin {
    return valueOrigin(this.#entry.file, 'domains', this.#entry.name, ...path);
  }

  #step(text: string, origin?: Origin): ExplainStep {
    const step: { text: string; place?: Place } = { text };
    if (origin !== undefined) this.#unplaced.push({ step, origin });
    return step;
  }

  #placeSteps(): void {
    const places = locate(this.#unplaced.map(({ origin }) => origin));
    for (const { step, origin } of this.#unplaced) {
      const located = places.get(origin);
      if (located !== undefined) step.place = placeOf(located);
    }
  }
}

/** The event type of a `webhooks` map that is being explained, and who says it. */
interface SaidWebhook {
  readonly place: WebhooksPlace;
  readonly eventType: EventType;
  readonly holder: string;
}
