import {
  A,
  ALREADY,
  B,
  C,
  CLICKED,
  D,
  DELETED,
  form,
  HOOKS,
  HOOKS_V4,
  message,
  SEED,
  type Switch,
} from './switch.ts';

/** Switches about what a write does. */
export const WRITE_SWITCHES: readonly Switch[] = [
  {
    name: 'existsMessage',
    call: `POST ${HOOKS}`,
    asked: form(['id', 'clicked'], ['url', C]),
    positions: [
      { behaviour: {}, heard: [400, message('Webhook already exists')] },
      { behaviour: { existsMessage: 'no' }, heard: [400, message('no')] },
    ],
  },
  {
    name: 'putAbsent',
    call: `PUT ${HOOKS}/opened`,
    asked: form(['url', D]),
    positions: [
      { behaviour: {}, heard: [404, message('Webhook not found')] },
      {
        behaviour: { putAbsent: 'upsert' },
        heard: [200, `{"message":"Webhook has been updated","webhook":{"urls":["${D}"]}}\n`],
        after: { ...SEED.domains['mg.example.com'], opened: [D] },
      },
    ],
  },
  {
    name: 'deleteAbsent',
    call: `DELETE ${HOOKS}/opened`,
    positions: [
      { behaviour: {}, heard: [404, message('Webhook not found')] },
      { behaviour: { deleteAbsent: 'ok' }, heard: [200, `{${DELETED},"webhook":{"urls":[]}}\n`] },
    ],
  },
  {
    name: 'duplicateUrls',
    call: `PUT ${HOOKS}/clicked`,
    asked: form(['url', D], ['url', B], ['url', D]),
    positions: [
      {
        behaviour: {},
        heard: [200, `{"message":"Webhook has been updated","webhook":{"urls":["${D}","${B}"]}}\n`],
        after: { delivered: [A, B, C], clicked: [D, B] },
      },
      {
        behaviour: { duplicateUrls: 'store' },
        heard: [200, `{"message":"Webhook has been updated","webhook":{"urls":["${D}","${B}","${D}"]}}\n`],
        after: { delivered: [A, B, C], clicked: [D, B, D] },
      },
      {
        behaviour: { duplicateUrls: 'reject' },
        heard: [400, message(`Invalid parameter: url duplicate urls: '${D}'`)],
      },
    ],
  },
  {
    name: 'storedUrls',
    call: `PUT ${HOOKS}/clicked`,
    asked: form(['url', 'https://D.example']),
    positions: [
      {
        behaviour: {},
        heard: [200, '{"message":"Webhook has been updated","webhook":{"urls":["https://D.example"]}}\n'],
        after: { delivered: [A, B, C], clicked: ['https://D.example'] },
      },
      {
        behaviour: { storedUrls: 'normalised' },
        heard: [200, `{"message":"Webhook has been updated","webhook":{"urls":["${D}"]}}\n`],
        after: { delivered: [A, B, C], clicked: [D] },
      },
    ],
  },
  {
    name: 'unresolvableHosts',
    call: `PUT ${HOOKS}/clicked`,
    asked: form(['url', C]),
    positions: [
      {
        behaviour: {},
        heard: [200, `{"message":"Webhook has been updated","webhook":{"urls":["${C}"]}}\n`],
        after: { delivered: [A, B, C], clicked: [C] },
      },
      {
        behaviour: { unresolvableHosts: ['c.example'] },
        heard: [400, message(`${C} is not a valid url: host not found`)],
      },
    ],
  },
  {
    name: 'v4Partial',
    call: `POST ${HOOKS_V4}`,
    asked: form(
      ['url', A],
      ['event_types', 'opened'],
      ['event_types', 'clicked'],
      ['event_types', 'complained'],
    ),
    positions: [
      { behaviour: {}, heard: [400, message(ALREADY)] },
      {
        behaviour: { v4Partial: 'apply-what-fits' },
        heard: [400, message(ALREADY)],
        after: { ...SEED.domains['mg.example.com'], opened: [A], complained: [A] },
      },
    ],
  },
  {
    name: 'v4LimitStatus',
    call: `POST ${HOOKS_V4}`,
    asked: form(['url', D], ['event_types', 'delivered']),
    positions: [
      { behaviour: {}, heard: [400, message('unable to add more than 3 urls for event type delivered')] },
      {
        behaviour: { v4LimitStatus: 409 },
        heard: [409, message('unable to add more than 3 urls for event type delivered')],
      },
    ],
  },
  {
    name: 'v4DeleteUnknown',
    call: `DELETE ${HOOKS_V4}?url=${D},${C}`,
    positions: [
      {
        behaviour: {},
        heard: [200, `{"webhooks":{"delivered":{"urls":["${A}","${B}"]},${CLICKED}}}\n`],
        after: { delivered: [A, B], clicked: [A, B] },
      },
      { behaviour: { v4DeleteUnknown: 'not-found' }, heard: [404, message('Webhook not found')] },
    ],
  },
  {
    name: 'v4DeleteRepeated',
    call: `DELETE ${HOOKS_V4}?url=${A}&url=${B}`,
    positions: [
      {
        behaviour: {},
        heard: [200, `{"webhooks":{"delivered":{"urls":["${B}","${C}"]},"clicked":{"urls":["${B}"]}}}\n`],
        after: { delivered: [B, C], clicked: [B] },
      },
      {
        behaviour: { v4DeleteRepeated: 'all' },
        heard: [200, `{"webhooks":{"delivered":{"urls":["${C}"]}}}\n`],
        after: { delivered: [C] },
      },
    ],
  },
  {
    name: 'v4DeleteCommas',
    call: `DELETE ${HOOKS_V4}?url=${A},${C}`,
    positions: [
      {
        behaviour: {},
        heard: [200, `{"webhooks":{"delivered":{"urls":["${B}"]},"clicked":{"urls":["${B}"]}}}\n`],
        after: { delivered: [B], clicked: [B] },
      },
      {
        behaviour: { v4DeleteCommas: 'literal' },
        heard: [200, `{"webhooks":{"delivered":{"urls":["${A}","${B}","${C}"]},${CLICKED}}}\n`],
      },
    ],
  },
  {
    name: 'v4PutAbsent',
    call: `PUT ${HOOKS_V4}`,
    asked: form(['url', D], ['event_types', 'opened']),
    positions: [
      { behaviour: {}, heard: [404, message('Webhook not found')] },
      {
        behaviour: { v4PutAbsent: 'upsert' },
        heard: [
          200,
          `{"webhooks":{"delivered":{"urls":["${A}","${B}","${C}"]},"opened":{"urls":["${D}"]},${CLICKED}}}\n`,
        ],
        after: { ...SEED.domains['mg.example.com'], opened: [D] },
      },
    ],
  },
];
