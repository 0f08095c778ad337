import { type AccountName, accountName } from '../../model/account.ts';
import { type DomainName, parseDomainName } from '../../model/domain-name.ts';
import { EVENT_TYPES } from '../../model/event-type.ts';
import type { Parsed } from '../../model/parsed.ts';
import {
  REGIONS,
  type SavedAccount,
  type SavedCall,
  type SavedDomain,
  type SavedHook,
  type SavedPlan,
} from '../../plan/saved-plan.ts';
import { COUNT, FieldReader, type Kind, oneOf, TEXT, TIME, WrongField } from './field-reader.ts';

/** The plan that a document holds, or the first field that is wrong. */
export function decodePlan(document: unknown): Parsed<SavedPlan> {
  try {
    return { value: readPlan(new FieldReader(document, '')) };
  } catch (error) {
    if (error instanceof WrongField) return { problem: error.message };
    throw error;
  }
}

function readPlan(fields: FieldReader): SavedPlan {
  return {
    toolVersion: fields.one('toolVersion', TEXT),
    planId: fields.one('planId', TEXT),
    createdMs: fields.one('createdAt', TIME),
    expiresMs: fields.one('expiresAt', TIME),
    configurationDigest: fields.one('configurationDigest', TEXT),
    accounts: fields.each('accounts', readAccount),
    domains: fields.each('domains', readDomain),
  };
}

const ACCOUNT_NAME: Kind<AccountName> = {
  expected: TEXT.expected,
  read: (value) => (typeof value === 'string' ? accountName(value) : undefined),
};

/** The name becomes a part of a request path, so it is checked as strictly as in the configuration. */
const DOMAIN_NAME: Kind<DomainName> = {
  expected: 'the name of a domain',
  read: (value) => {
    const parsed = parseDomainName(typeof value === 'string' ? value : '');
    return 'value' in parsed && parsed.value === value ? parsed.value : undefined;
  },
};

function readAccount(fields: FieldReader): SavedAccount {
  return {
    name: fields.one('name', ACCOUNT_NAME),
    baseUrl: fields.one('baseUrl', TEXT),
    region: fields.one('region', oneOf(REGIONS)),
    ...(fields.has('subaccount') ? { subaccount: fields.one('subaccount', TEXT) } : {}),
    deliveries: fields.one('deliveries', COUNT),
  };
}

function readDomain(fields: FieldReader): SavedDomain {
  return {
    account: fields.one('account', ACCOUNT_NAME),
    domain: fields.one('domain', DOMAIN_NAME),
    live: fields.each('live', readHook),
    liveDigest: fields.one('liveDigest', TEXT),
    calls: fields.each('calls', readCall),
  };
}

function readHook(fields: FieldReader): SavedHook {
  return { name: fields.one('name', TEXT), urls: fields.many('urls', TEXT) };
}

function readCall(fields: FieldReader): SavedCall {
  return {
    request: fields.one('request', TEXT),
    eventTypes: fields.many('eventTypes', oneOf(EVENT_TYPES)),
    urls: fields.many('urls', TEXT),
  };
}
