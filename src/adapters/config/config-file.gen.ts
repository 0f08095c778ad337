// Generated from schemas/config.schema.json by `npm run types`. Do not edit.

export type Reference = string;
/**
 * Which changes are allowed. 'listed' (the default): an event type named here gets exactly these URLs, any other is left alone. 'exact': as 'listed', and an event type not named here loses its webhook. 'merge': the URLs named here are added and none is ever removed. 'observe': nothing is written, differences are reported.
 */
export type Policy = 'listed' | 'exact' | 'merge' | 'observe';
/**
 * An http or https URL, sent to Mailgun exactly as written. {domain} and {event} are filled in with the domain and the event type, ${MGHOOKS_VAR_NAME} with that environment variable; no other variable is ever read.
 */
export type Endpoint = string;
/**
 * @maxItems 3
 */
export type URLs = string | string[];
/**
 * What the webhooks of the domain should be. Nothing at all means: as the defaults say. A domain needs a template, its own or the default one, or 'webhooks'; to ask for nothing write 'webhooks: {}'.
 */
export type DomainEntry = {
  account?: Reference;
  policy?: Policy;
  template?: Reference;
  /**
   * Patterns of URLs that belong to somebody else: never removed, kept in every write, counted in the 3. '*' stands for any characters but '/', '**' for any characters.
   */
  ignore?: string[];
  webhooks?: WebhooksEntry;
} | null;

/**
 * One file of the configuration of mghooks, which keeps Mailgun webhooks equal to YAML files. All files together are one desired state: a domain may use an endpoint, template or account that another file defines. A name may be defined once only.
 */
export interface ConfigFile {
  /**
   * The version of this file format. Every file says it; there is only version 1.
   */
  version: 1;
  /**
   * The Mailgun accounts, by a name of your choice. Without this section in any file there is one account named 'default', in region 'us', with its API key in the environment variable MAILGUN_API_KEY.
   */
  accounts?: {
    [k: string]: AccountEntry;
  };
  defaults?: Defaults;
  /**
   * Names for URLs, so that a URL is written once. Write the name wherever a URL is expected.
   */
  endpoints?: {
    [k: string]: Endpoint;
  };
  /**
   * Sets of webhooks that many domains share, by a name of your choice.
   */
  templates?: {
    [k: string]: WebhooksEntry;
  };
  /**
   * The sending domains, by name, and what their webhooks should be. A domain that is not here is never touched. '*.example.com' in quotes means every domain of the account below example.com that is not named itself, also one that is added tomorrow; '*' means every domain of the account. The most specific pattern wins.
   */
  domains?: {
    [k: string]: DomainEntry;
  };
}
/**
 * A Mailgun account, or a subaccount of one. Give 'region', or 'baseUrl', or neither for region 'us'.
 */
export interface AccountEntry {
  /**
   * Where the domains of the account live: 'us' is api.mailgun.net, 'eu' is api.eu.mailgun.net. A domain exists in one region only.
   */
  region?: 'us' | 'eu';
  /**
   * Where requests go instead of a region: https://host[:port] without a path. http is allowed for this machine only, as for 'mghooks emulator'. The API key is sent there.
   */
  baseUrl?: string;
  apiKey: APIKeySource;
  /**
   * Our share of the 300 requests a minute that Mailgun allows an account, reads and writes together. Leave out what other programs need. Default: 300.
   */
  requestsPerMinute?: number;
  guard?: Guard;
  /**
   * Id of a subaccount that requests are made for, sent as X-Mailgun-On-Behalf-Of. It spends the budget of the parent account, whose API key is used.
   */
  subaccount?: string;
  /**
   * 'auto' (the default) lets mghooks choose its write calls; 'v3' uses the v3 calls alone. This version uses the v3 calls in both cases.
   */
  writeApi?: 'auto' | 'v3';
}
/**
 * Where the API key is found. The key itself never stands in a configuration file. Give exactly one of the two.
 */
export interface APIKeySource {
  /**
   * Name of the environment variable that holds the API key.
   */
  env?: string;
  /**
   * Path of a file that holds the API key, as Kubernetes mounts a secret; it is read again when it changes. A relative path starts at the folder of this configuration file.
   */
  file?: string;
}
/**
 * The most deletions one pass may make on the account before a person has to say yes. A deletion is one URL that no longer receives one event type.
 */
export interface Guard {
  /**
   * Deletions in one pass. 0 means that every deletion needs a yes. Default: 10.
   */
  maxDeletes?: number;
  /**
   * Deletions in one pass, as a percentage of all URLs the pass found on the account. Default: 30.
   */
  maxDeletePercent?: number;
  /**
   * Deletions need a yes as long as a configuration file does not end with the line '...', since it may have been cut off. false lets them pass within the two limits. Default: true.
   */
  requireEndMark?: boolean;
}
/**
 * What a domain gets when it does not say it itself. Each key may be given in one file only.
 */
export interface Defaults {
  account?: Reference;
  policy?: Policy;
  template?: Reference;
}
/**
 * The URLs of each event type: a URL, the name of an endpoint, or a list of up to 3 of them. An empty list means that the event type must have no webhook. An event type that is left out is not asked for.
 */
export interface WebhooksEntry {
  accepted?: URLs;
  delivered?: URLs;
  opened?: URLs;
  clicked?: URLs;
  unsubscribed?: URLs;
  complained?: URLs;
  temporary_fail?: URLs;
  permanent_fail?: URLs;
}
