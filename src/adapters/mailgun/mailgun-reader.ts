import type { MailgunReader } from '../../ports/mailgun-api.ts';
import { listAllDomains } from './domain-listing.ts';
import { createExchange } from './exchange.ts';
import type { MailgunOptions } from './mailgun-options.ts';
import { createPatientRead } from './patient-read.ts';
import { judge } from './verdict.ts';
import { decodeWebhookList } from './webhook-answer.ts';

/** Reads one account. Its wire refuses every method but GET. */
export function createMailgunReader(options: MailgunOptions): MailgunReader {
  const read = createPatientRead(createExchange(options, ['GET']), options);
  return {
    readWebhooks: async (key, spending) => {
      const segments = ['v3', 'domains', key.domain, 'webhooks'];
      const verdict = judge(await read({ method: 'GET', segments }, spending), decodeWebhookList);
      const { account, domain } = key;
      return 'value' in verdict
        ? { kind: 'read', account, domain, ...verdict.value }
        : { kind: 'unread', account, domain, reason: verdict.reason };
    },
    listDomains: (_account, spending) => listAllDomains(read, spending),
  };
}
