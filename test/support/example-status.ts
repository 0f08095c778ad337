import { accountName } from '../../src/model/account.ts';
import type { AccountStatus, ChangeStatus, DomainStatus, Status } from '../../src/ports/status.ts';
import { HAND_CLOCK_START_MS } from './hand-clock.ts';

/** The moment of every example. */
export const NOW_MS = HAND_CLOCK_START_MS;

const MINUTE_MS = 60_000;

/** A process that has a configuration and leads; no accounts unless some are given. */
export function exampleStatus(fields: Partial<Status> = {}): Status {
  return {
    version: '0.1.0',
    startedMs: NOW_MS - 26 * 60 * MINUTE_MS,
    nowMs: NOW_MS,
    tickMs: NOW_MS - 1000,
    configuration: { digest: '9f2c41d07b3e', files: 14, loadedMs: NOW_MS - 3 * 60 * MINUTE_MS },
    leadership: { leading: true },
    accounts: [],
    ...fields,
  };
}

/** An account between two passes. */
export function exampleAccount(name: string, fields: Partial<AccountStatus> = {}): AccountStatus {
  return {
    account: accountName(name),
    baseUrl: 'https://api.mailgun.net',
    budget: { perMinute: 300, remaining: 274, pausedForMs: 0 },
    pass: { id: 'p-0001', startedMs: NOW_MS - 100_000, endedMs: NOW_MS - 86_000 },
    lastSuccessMs: NOW_MS - 86_000,
    nextPassMs: NOW_MS + 4 * MINUTE_MS,
    notes: [],
    domains: [],
    lastChanges: [],
    ...fields,
  };
}

export function exampleDomain(domain: string, fields: Partial<DomainStatus> = {}): DomainStatus {
  return {
    domain,
    condition: 'in-sync',
    readAtMs: NOW_MS - 90_000,
    sinceMs: NOW_MS - 3 * 60 * MINUTE_MS,
    webhooks: [
      { eventType: 'delivered', urls: [`https://hooks.example.com/mailgun/${encodeURI('delivered')}`] },
      {
        eventType: 'permanent_fail',
        urls: ['https://crm.example.com/bounces', 'https://hooks.example.com/in?key=[a1b2c3]'],
      },
    ],
    ...fields,
  };
}

function exampleChange(domain: string, fields: Partial<ChangeStatus> = {}): ChangeStatus {
  return {
    atMs: NOW_MS - 86_000,
    passId: 'p-0001',
    domain,
    eventType: 'clicked',
    kind: 'update',
    result: 'applied',
    added: ['https://hooks.example.com/mailgun/clicked'],
    removed: ['https://old.example.com/clicked?token=[d4e5f6]'],
    ...fields,
  };
}

/** Ten domains on three accounts: one is in sync, one waits for approval, one has something of everything. */
export function tenDomains(): Status {
  const reasons = {
    failed: 'Mailgun answered 400: webhook URL host cannot be resolved',
    conflict: 'clicked would need a fourth URL: two of the configuration and two that are ignored',
    unread: 'Mailgun answered 404 with `Domain not found`: not in this account, or in the other region',
    held: 'opened was changed back three times within an hour by something else',
    drifted: 'two changes are pending',
    observed: 'delivered differs, and the policy only observes',
  } as const;
  const mixed = (['failed', 'conflict', 'held', 'unread', 'drifted', 'observed'] as const).map(
    (condition, index) =>
      exampleDomain(`${condition}.shop.example`, {
        condition,
        reason: reasons[condition],
        sinceMs: NOW_MS - (index + 1) * 7 * MINUTE_MS,
        ...(condition === 'unread' ? { webhooks: [] } : {}),
      }),
  );
  return exampleStatus({
    accounts: [
      exampleAccount('eu', {
        baseUrl: 'https://api.eu.mailgun.net',
        domains: [exampleDomain('mg.example.eu'), exampleDomain('news.example.eu')],
      }),
      exampleAccount('main', {
        budget: { perMinute: 300, remaining: 212, pausedForMs: 0 },
        guard: {
          planId: '4be1f09c77aa',
          removals: ['news.example.com clicked https://old.example.com/hook'],
          exceeded: [
            '14 deliveries would be removed, maxDeletes is 10',
            '58.3 % of the 24 deliveries would be removed, maxDeletePercent is 30',
          ],
          removed: 14,
          sinceMs: NOW_MS - 12 * MINUTE_MS,
        },
        domains: [
          exampleDomain('mg.example.com', {
            condition: 'blocked',
            reason: 'waits for the approval of its plan',
          }),
          exampleDomain('news.example.com'),
        ],
      }),
      exampleAccount('shops', {
        budget: { perMinute: 120, remaining: 0, pausedForMs: 42_000 },
        notes: ['the pattern *.customers.shop.example matches no domain'],
        pass: { id: 'p-0002', startedMs: NOW_MS - 20_000 },
        domains: mixed,
        lastChanges: [
          exampleChange('drifted.shop.example'),
          exampleChange('failed.shop.example', {
            result: 'failed',
            kind: 'create',
            removed: [],
            reason: reasons.failed,
            atMs: NOW_MS - 95_000,
          }),
          exampleChange('held.shop.example', {
            kind: 'delete',
            eventType: 'opened',
            added: [],
            result: 'not-attempted',
            reason: 'the process was told to stop',
            atMs: NOW_MS - 20 * MINUTE_MS,
          }),
        ],
      }),
    ],
  });
}

/** One account with many domains, a few of them out of sync, under a stale configuration. */
export function manyDomains(number: number): Status {
  const conditions = ['failed', 'drifted', 'unread', 'pending'] as const;
  const domains = Array.from({ length: number }, (_, index) => {
    const name = `c${String(index).padStart(5, '0')}.customers.example.com`;
    const condition = index % 97 === 5 ? conditions[Math.floor(index / 97) % conditions.length] : undefined;
    return exampleDomain(name, condition === undefined ? {} : { condition, reason: `it is ${condition}` });
  });
  const status = exampleStatus({ accounts: [exampleAccount('customers', { domains })] });
  const problems = [
    'config/domains.yaml:41:15: "permanent_fial" is not an event type; did you mean "permanent_fail"?',
    'config/teams/shop.yaml:7:3: duplicate key "mg.shop.example"; it stands in line 3 too\n  7 |   mg.shop.example:\n    |   ^^^^^^^^^^^^^^^',
  ];
  const { configuration } = status;
  return configuration === undefined
    ? status
    : {
        ...status,
        configuration: { ...configuration, stale: { sinceMs: NOW_MS - 9 * MINUTE_MS, problems } },
      };
}

/** Texts that would take a page over if they were printed as they are. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>document.title="taken"</script>.example',
  '"><img src=x onerror=alert(1)>.example',
  "' autofocus onfocus=alert(1) x='.example",
  '</title></style></svg><svg onload=alert(1)>.example',
  '<style>body{display:none}</style>.example',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  'javascript:alert(1)',
  '&lt;b&gt;already&amp;escaped.example',
  'bank\u202emoc.elpmaxe',
  'zero\u200bwidth\u0000nul\u001b[31mred\u2028line\ud800half.example',
  '$' + '{alert(1)}{{alert(1)}}`x`.example',
  `${'a'.repeat(240)}.example`,
];

/** Hostile texts wherever text from outside can stand. */
export function hostileStatus(): Status {
  const [first = ''] = HOSTILE_TEXTS;
  const everywhere = HOSTILE_TEXTS.join(' ');
  return exampleStatus({
    configuration: {
      digest: first,
      files: 1,
      loadedMs: NOW_MS,
      stale: { sinceMs: NOW_MS, problems: HOSTILE_TEXTS },
    },
    leadership: { leading: false, leader: everywhere, problem: everywhere },
    accounts: [
      exampleAccount(first, {
        baseUrl: everywhere,
        halted: everywhere,
        notes: HOSTILE_TEXTS,
        guard: {
          planId: first,
          exceeded: HOSTILE_TEXTS,
          removed: 3,
          removals: HOSTILE_TEXTS,
          sinceMs: NOW_MS,
        },
        domains: HOSTILE_TEXTS.map((text) =>
          exampleDomain(text, {
            condition: 'failed',
            reason: everywhere,
            webhooks: [{ eventType: 'clicked', urls: HOSTILE_TEXTS.slice(0, 3) }],
          }),
        ),
        lastChanges: HOSTILE_TEXTS.map((text) =>
          exampleChange(text, {
            added: [text],
            removed: [text],
            reason: text,
            passId: text,
            result: 'failed',
          }),
        ),
      }),
      exampleAccount('other', { domains: [exampleDomain('fine.example')] }),
    ],
  });
}
