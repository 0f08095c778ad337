import type { FaultRule } from '../../../src/emulator/faults/fault-rule.ts';
import { DRIFTED, FOREIGN, FRESH, OURS, STRUCK } from './scene.ts';
import type { Expected, StateDisaster } from './state-disaster.ts';

const V3 = '    writeApi: v3\n';
const OTHERS = 'https://h.example/others';
const onWrites = (fault: FaultRule['fault'], nth?: number): readonly FaultRule[] => ['POST','PUT','DELETE'].map((method) => ({ match: { method, domain: STRUCK, ...(nth === undefined ? {} : { nth }) }, fault }));
const before = (method: string, event: string, urls: readonly string[]): FaultRule => ({ match: { method, domain: STRUCK, event, nth: 1 }, fault: { kind: 'change', domain: STRUCK, event, urls } });
const X = { plan: 2, apply: 0 };
const E = { listed: X, exact: X, merge: X, observe: X };
export const STATES: readonly StateDisaster[] = [
  { id: 'A01', title: 'lists are 30 s old', faults: [{ match: { method: 'GET' }, fault: { kind: 'stale', ms: 30_000 } }], expected: E },
  { id: 'A02', title: 'somebody creates it', account: V3, faults: [before('POST', 'permanent_fail', [OTHERS])], expected: E },
  { id: 'A03', title: 'somebody deletes what is to be updated', account: V3, faults: [before('PUT', 'delivered', [])], expected: E },
  { id: 'A04', title: 'somebody deletes what is to be deleted', account: V3, faults: [before('DELETE', 'complained', [])], expected: E },
  { id: 'A05', title: 'urls in rotating order', behaviour: { urlOrder: 'rotating' }, expected: E },
  { id: 'A05', title: 'urls stored normalised', behaviour: { storedUrls: 'normalised' }, wants: { delivered: ['https://H.example', OURS] }, expected: E },
  { id: 'A06', title: 'host not found', behaviour: { unresolvableHosts: ['nowhere.example'] }, wants: { unsubscribed: ['https://nowhere.example/a'] }, expected: E },
  { id: 'A07', title: 'somebody adds URL before v3 update', account: V3, faults: [before('PUT', 'delivered', [FOREIGN, OURS, OTHERS])], expected: E },
  { id: 'A07', title: 'somebody adds URL before v4', faults: onWrites({ kind: 'change', domain: STRUCK, event: 'delivered', urls: [FOREIGN, OURS, OTHERS] }, 1), expected: E },
  { id: 'A07', title: 'somebody adds URL before v3 delete', account: V3, faults: [before('DELETE', 'complained', [FOREIGN, OTHERS])], expected: E },
  { id: 'A08', title: 'unknown event', has: { future_event: [FOREIGN, OURS] }, expected: E },
  { id: 'A08', title: 'legacy', has: { bounce: [FOREIGN] }, expected: E },
  { id: 'A09', title: 'domain gone', strike: (e) => e.removeDomain(STRUCK), expected: E },
  { id: 'A09', title: 'domain gone and back empty', strike: (e) => { e.removeDomain(STRUCK); e.addDomain(STRUCK); }, expected: E },
  { id: 'A10', title: 'write ignored', faults: onWrites({ kind: 'ignore-write' }), expected: E },
  { id: 'A11', title: 'partial', faults: onWrites({ kind: 'partial-write' }, 1), expected: E },
  { id: 'A12', title: 'key refused from the 2nd write on', faults: ['POST','PUT','DELETE'].map((method) => ({ match: { method, nth: 2, times: 100 }, fault: { kind: 'answer', status: 401, body: 'Forbidden' } })), expected: E },
  { id: 'A13', title: 'budget used by others', faults: [{ match: { nth: 3, times: 2 }, fault: { kind: 'throttle', dialect: 'retry-seconds' } }], expected: E },
];
