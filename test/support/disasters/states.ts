import type { Fault, FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { FOREIGN, LARGE, OTHER, OTHERS, OURS, STRUCK } from './scene.ts';
import type { StateDisaster } from './state-disaster.ts';

const V3 = '    writeApi: v3\n';

/** Under `observe` nothing is written, and so nothing fails. */
const WRITING: readonly Policy[] = ['listed', 'exact', 'merge'];
const REMOVING: readonly Policy[] = ['listed', 'exact'];

/** Somebody else sets the URLs of a webhook just before our first such write to it. */
const meanwhile = (method: string, event: string, urls: readonly string[]): FaultRule => ({
  match: { method, domain: STRUCK, event, nth: 1 },
  fault: { kind: 'change', domain: STRUCK, event, urls },
});

const onWrites = (fault: Fault, match: FaultRule['match'] = { domain: STRUCK }): readonly FaultRule[] =>
  ['POST', 'PUT', 'DELETE'].map((method) => ({ match: { ...match, method }, fault }));

const mixedUp = (domain: string): readonly FaultRule[] => [
  { match: { method: 'GET', domain: STRUCK }, fault: { kind: 'other-domain', domain } },
];

/** H16, and A01 to A13: the answer is a right one, and the world is strange. */
export const STATES: readonly StateDisaster[] = [
  {
    id: 'H16',
    title: 'the list of a domain with more of everything',
    faults: mixedUp(LARGE),
    account: V3,
    guarded: ['exact'],
    fails: ['listed'],
  },
  {
    id: 'H16',
    title: 'the list of a domain with less',
    faults: mixedUp(OTHER),
    account: V3,
    fails: WRITING,
    residual: {
      merge: `delivered ${FOREIGN}`,
      why: 'an update names all URLs of an event type, and nothing in an answer tells whose list it is',
    },
  },
  {
    id: 'A01',
    title: 'lists are 30 s old',
    faults: [{ match: { method: 'GET' }, fault: { kind: 'stale', ms: 30_000 } }],
  },
  {
    id: 'A02',
    title: 'a webhook is created before we create it',
    account: V3,
    faults: [meanwhile('POST', 'permanent_fail', [OTHERS])],
    fails: REMOVING,
  },
  {
    id: 'A03',
    title: 'a webhook is deleted before we update it',
    account: V3,
    faults: [meanwhile('PUT', 'delivered', [])],
  },
  {
    id: 'A04',
    title: 'a webhook is deleted before we delete it',
    account: V3,
    faults: [meanwhile('DELETE', 'complained', [])],
  },
  { id: 'A05', title: 'URLs come in another order each time', behaviour: { urlOrder: 'rotating' } },
  { id: 'A05', title: 'URLs that are sent twice are stored twice', behaviour: { duplicateUrls: 'store' } },
  {
    id: 'A05',
    title: 'URLs are stored in another spelling',
    behaviour: { storedUrls: 'normalised' },
    wants: { delivered: ['https://H.example', OURS] },
    fails: WRITING,
    failsAfter: WRITING,
  },
  {
    id: 'A06',
    title: 'the host of a URL is not found',
    behaviour: { unresolvableHosts: ['nowhere.example'] },
    wants: { unsubscribed: ['https://nowhere.example/'] },
    fails: WRITING,
    failsAfter: WRITING,
  },
  {
    id: 'A07',
    title: 'a URL is added before we update its webhook',
    account: V3,
    faults: [meanwhile('PUT', 'delivered', [FOREIGN, OURS, OTHERS])],
    residual: { merge: `delivered ${OTHERS}`, why: 'Mailgun has no way to make an update conditional' },
  },
  {
    id: 'A07',
    title: 'a URL is added before we delete its webhook',
    account: V3,
    faults: [meanwhile('DELETE', 'complained', [FOREIGN, OTHERS])],
    fails: REMOVING,
  },
  {
    id: 'A07',
    title: 'a URL is added before our first v4 call',
    faults: onWrites(
      { kind: 'change', domain: STRUCK, event: 'delivered', urls: [FOREIGN, OURS, OTHERS] },
      { domain: STRUCK, nth: 1 },
    ),
    fails: WRITING,
    failsAfter: ['merge'],
  },
  { id: 'A08', title: 'an event type that nobody knows', has: { future_event: [FOREIGN, OURS] } },
  { id: 'A08', title: 'a webhook of before 2023', has: { bounce: [FOREIGN] } },
  {
    id: 'A09',
    title: 'the domain is gone',
    strike: (emulator) => emulator.removeDomain(STRUCK),
    unread: true,
  },
  {
    id: 'A09',
    title: 'the domain was removed and added again',
    strike: (emulator) => {
      emulator.removeDomain(STRUCK);
      emulator.addDomain(STRUCK);
    },
  },
  { id: 'A10', title: 'writes are said to be done, and are not', faults: onWrites({ kind: 'ignore-write' }) },
  {
    id: 'A11',
    title: 'Mailgun stores the first URL alone',
    faults: onWrites({ kind: 'partial-write' }, { domain: STRUCK, nth: 1 }),
    residual: {
      listed: 'delivered https://h.example/fresh',
      exact: 'delivered https://h.example/fresh',
      why: 'Mailgun itself loses it; the next pass brings it back',
    },
  },
  {
    id: 'A12',
    title: 'the key is refused from the second write on',
    faults: onWrites({ kind: 'answer', status: 401, body: 'Forbidden' }, { nth: 2, times: 100 }),
    fails: WRITING,
  },
  {
    id: 'A13',
    title: 'others use up the budget meanwhile',
    faults: [{ match: { nth: 3, times: 2 }, fault: { kind: 'throttle', dialect: 'retry-seconds' } }],
  },
];
