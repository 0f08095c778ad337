import { EVENT_TYPES } from '../../dist/model/event-type.js';
import { compileCalls } from '../../dist/plan/compile-calls.js';

const key = { account: 'main', domain: 'mg.example.com' };

/** How many event types are created, updated, deleted, and left as they are. */
function countEventTypes([from, to]) {
  const counts = { create: 0, update: 0, remove: 0, same: 0 };
  for (const eventType of EVENT_TYPES) {
    const had = [...(from[eventType] ?? [])].sort().join(' ');
    const has = [...(to[eventType] ?? [])].sort().join(' ');
    if (had === has) counts.same += had === '' ? 0 : 1;
    else if (had === '') counts.create += 1;
    else if (has === '') counts.remove += 1;
    else counts.update += 1;
  }
  return counts;
}

const mghooks = (api) => (pair) => {
  const [from, to] = pair;
  const { calls } = compileCalls({ key, from, to, pinned: [], api });
  return { writes: calls.length, requests: 1 + calls.length };
};

/** Of each tool, the writes and all requests that one domain takes. */
export const TOOLS = {
  mghooks: mghooks('auto'),
  'v3 alone': mghooks('v3'),
  'a resource each': (pair) => {
    const { create, update, remove, same } = countEventTypes(pair);
    const refresh = update + remove + same;
    return { writes: create + update + remove, requests: refresh + 2 * create + 2 * update + remove };
  },
  'PUT script': (pair) => {
    const { create, update, remove, same } = countEventTypes(pair);
    const writes = create + update + remove + same;
    return { writes, requests: 1 + writes };
  },
  'DELETE+POST script': (pair) => {
    const { create, update, remove, same } = countEventTypes(pair);
    const writes = create + 2 * update + remove + 2 * same;
    return { writes, requests: 1 + writes };
  },
};

export const FOOTNOTES = [
  'writes/requests for one domain.',
  'mghooks: one GET of the whole domain, then its calls, in v3 and v4. An answer to a v4 call is the whole domain, so nothing is read again.',
  'v3 alone: the same with `writeApi: v3`, one call for each event type that differs.',
  'a resource each: one resource for each event type, as in the Terraform provider wgebis/mailgun (internal/framework/webhook_resource.go):',
  '  refresh = one GET for each webhook that is there; create = POST + GET, update = PUT + GET, delete = DELETE.',
  'PUT script: a loop around an SDK that compares nothing: one GET of the list, then PUT what is there, POST what is not, DELETE what has to go.',
  'DELETE+POST script: the same, but DELETE and POST where PUT would do. It loses the events in between.',
];
