import {
  A,
  B,
  C,
  CLICKED,
  D,
  DELETED,
  DELIVERED,
  form,
  HOOKS,
  HOOKS_V4,
  listWith,
  message,
  OFF_LIST,
  type Switch,
} from './switch.ts';

/** Switches about what is said, and to whom. */
export const ANSWER_SWITCHES: readonly Switch[] = [
  {
    name: 'errorShape',
    call: `POST ${HOOKS}`,
    asked: form(['id', 'opened'], ['url', 'ftp://x']),
    positions: [
      { behaviour: {}, heard: [400, message('ftp://x is not a valid url: invalid URL scheme')] },
      {
        behaviour: { errorShape: 'openapi' },
        heard: [400, '{"Reason":"ftp://x is not a valid url: invalid URL scheme"}\n'],
      },
    ],
  },
  {
    name: 'errorShape',
    call: `DELETE ${HOOKS_V4}`,
    positions: [
      { behaviour: {}, heard: [400, message('Missing mandatory parameter: url')] },
      { behaviour: { errorShape: 'openapi' }, heard: [400, '{"Field":"url"}\n'] },
    ],
  },
  {
    name: 'errorShape',
    call: `PUT ${HOOKS_V4}`,
    asked: form(['url', D], ['event_types', 'opened']),
    positions: [
      { behaviour: {}, heard: [404, message('Webhook not found')] },
      { behaviour: { errorShape: 'openapi' }, heard: [404, '{"Description":"Webhook not found"}\n'] },
    ],
  },
  {
    name: 'errorShape',
    call: `POST ${HOOKS_V4}`,
    asked: form(['url', D], ['event_types', 'opened'], ['event_types', 'opened']),
    positions: [
      {
        behaviour: {},
        heard: [400, message("Invalid parameter: event_types duplicate event types: 'opened'")],
      },
      {
        behaviour: { errorShape: 'openapi' },
        heard: [400, '{"Field":"event_types","Value":"duplicate event types: \'opened\'"}\n'],
      },
    ],
  },
  {
    name: 'errorShape',
    call: 'GET /v3/domains/unknown.example/webhooks',
    positions: [
      { behaviour: {}, heard: [404, message('Domain not found')] },
      { behaviour: { errorShape: 'openapi' }, heard: [404, message('Domain not found')] },
    ],
  },
  {
    name: 'unauthorizedBody',
    call: `GET ${HOOKS}`,
    asked: { key: null },
    positions: [
      { behaviour: {}, heard: [401, 'Forbidden'] },
      { behaviour: { unauthorizedBody: 'json' }, heard: [401, message('Invalid private key')] },
    ],
  },
  {
    name: 'unknownEventTypeStatus',
    call: `GET ${HOOKS}/rejected`,
    positions: [
      { behaviour: {}, heard: [400, message("event_type 'rejected' is invalid")] },
      {
        behaviour: { unknownEventTypeStatus: 404 },
        heard: [404, message("event_type 'rejected' is invalid")],
      },
    ],
  },
  {
    name: 'urlOrder',
    call: `GET ${HOOKS}/clicked`,
    positions: [
      { behaviour: {}, heard: [200, `{"webhook":{"urls":["${A}","${B}"]}}\n`] },
      { behaviour: { urlOrder: 'rotating' }, heard: [200, `{"webhook":{"urls":["${B}","${A}"]}}\n`] },
    ],
  },
  {
    name: 'absentEventTypes',
    call: `GET ${HOOKS}`,
    positions: [
      { behaviour: {}, heard: [200, `{"webhooks":{${DELIVERED},${CLICKED}}}\n`] },
      { behaviour: { absentEventTypes: 'null' }, heard: [200, listWith('null')] },
      { behaviour: { absentEventTypes: 'empty-object' }, heard: [200, listWith('{}')] },
      { behaviour: { absentEventTypes: 'null-urls' }, heard: [200, listWith('{"urls":null}')] },
      { behaviour: { absentEventTypes: 'empty-urls' }, heard: [200, listWith('{"urls":[]}')] },
    ],
  },
  {
    name: 'keyRole',
    call: `DELETE ${HOOKS}/clicked`,
    positions: [
      {
        behaviour: {},
        heard: [200, `{${DELETED},"webhook":{"urls":["${A}","${B}"]}}\n`],
        after: { delivered: [A, B, C] },
      },
      { behaviour: { keyRole: 'read-only' }, heard: [403, message('Forbidden')] },
      { behaviour: { keyRole: 'sending' }, heard: [401, 'Forbidden'] },
    ],
  },
  {
    name: 'keyRole',
    call: `GET ${HOOKS}/clicked`,
    positions: [
      { behaviour: { keyRole: 'read-only' }, heard: [200, `{"webhook":{"urls":["${A}","${B}"]}}\n`] },
    ],
  },
  {
    name: 'keyRole',
    call: `PUT ${HOOKS}/clicked`,
    asked: form(['url', A]),
    positions: [{ behaviour: { keyRole: 'read-only' }, heard: [403, message('Forbidden')] }],
  },
  {
    name: 'sendingKeyStatus',
    call: `GET ${HOOKS}`,
    positions: [
      { behaviour: { keyRole: 'sending' }, heard: [401, 'Forbidden'] },
      { behaviour: { keyRole: 'sending', sendingKeyStatus: 403 }, heard: [403, message('Forbidden')] },
    ],
  },
  {
    name: 'subaccountWithoutHeader',
    call: 'GET /v3/domains/child.example/webhooks',
    positions: [
      { behaviour: {}, heard: [404, message('Domain not found')] },
      { behaviour: { subaccountWithoutHeader: 'allow' }, heard: [200, OFF_LIST] },
    ],
  },
  {
    name: 'disabledDomains',
    call: 'GET /v3/domains/off.example/webhooks',
    positions: [
      { behaviour: {}, heard: [200, OFF_LIST] },
      { behaviour: { disabledDomains: 'reject' }, heard: [403, message('Forbidden')] },
    ],
  },
  {
    name: 'wrongMethodStatus',
    call: 'DELETE /v4/domains',
    positions: [
      { behaviour: {}, heard: [404, '{"error":"not found"}\n'] },
      { behaviour: { wrongMethodStatus: 405 }, heard: [405, '{"error":"not found"}\n'] },
    ],
  },
  {
    name: 'domainCase',
    call: 'GET /v3/domains/OFF.example/webhooks',
    positions: [
      { behaviour: {}, heard: [200, OFF_LIST] },
      { behaviour: { domainCase: 'sensitive' }, heard: [404, message('Domain not found')] },
    ],
  },
];
