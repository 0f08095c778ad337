import {
  type Account,
  DEFAULT_GUARD,
  REGION_BASE_URLS,
  REQUESTS_PER_MINUTE_MAX,
} from '../../model/account.ts';
import { field, scalar } from './write-config-line.ts';

/** The entry of an account: where it is, where its key is found, and whatever is not as by default. */
export function accountLines(account: Account): readonly string[] {
  const { apiKey, guard, requestsPerMinute, subaccount, writeApi } = account;
  const key = 'env' in apiKey ? `env: ${scalar(apiKey.env)}` : `file: ${JSON.stringify(apiKey.file)}`;
  const { maxDeletes, maxDeletePercent, requireEndMark } = guard;
  const isDefaultGuard =
    maxDeletes === DEFAULT_GUARD.maxDeletes &&
    maxDeletePercent === DEFAULT_GUARD.maxDeletePercent &&
    requireEndMark;
  const unmarked = requireEndMark ? '' : ', requireEndMark: false';
  const limits = `{ maxDeletes: ${maxDeletes}, maxDeletePercent: ${maxDeletePercent}${unmarked} }`;
  return [
    `  ${scalar(account.name)}:`,
    placeLine(account),
    `    apiKey: { ${key} }`,
    ...(requestsPerMinute === REQUESTS_PER_MINUTE_MAX ? [] : [`    requestsPerMinute: ${requestsPerMinute}`]),
    ...(isDefaultGuard ? [] : [`    guard: ${limits}`]),
    ...(subaccount === undefined ? [] : [field(4, 'subaccount', subaccount)]),
    ...(writeApi === 'auto' ? [] : [field(4, 'writeApi', writeApi)]),
  ];
}

function placeLine({ baseUrl }: Account): string {
  const region = Object.entries(REGION_BASE_URLS).find(([, url]) => url === baseUrl);
  return region === undefined ? field(4, 'baseUrl', baseUrl) : field(4, 'region', region[0]);
}
