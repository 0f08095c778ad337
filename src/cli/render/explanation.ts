import type {
  DomainExplanation,
  Explained,
  ExplainedWebhook,
  ExplainStep,
} from '../../adapters/config/domain-explanation.ts';
import type { Paint } from '../terminal.ts';
import { printableText, printableUrl } from './printable.ts';

/** For people: each value on a line, and below it the way to it, ending at the place where it is written. */
export function renderExplanation(explanation: DomainExplanation, paint: Paint): string {
  const { domain, entry, account, policy, template, ignore, webhooks } = explanation;
  const blocks = [
    `${paint('bold', domain)}  ${paint('dim', stepText(entry))}`,
    setting('account', account, paint),
    setting('policy', policy, paint),
    ...(template === undefined ? [] : [setting('template', template, paint)]),
    ...ignore.map((pattern) => setting('ignore', pattern, paint)),
    ...webhooks.map((webhook) => webhookBlock(webhook, paint)),
  ];
  return `${blocks.join('\n')}\n`;
}

function setting(name: string, { value, steps }: Explained, paint: Paint): string {
  return `  ${name.padEnd(9)} ${printableText(value)}${way(steps, paint)}`;
}

function webhookBlock({ eventType, steps, urls }: ExplainedWebhook, paint: Paint): string {
  const none = urls.length === 0 ? `\n    (must have none)${way(steps, paint)}` : '';
  const lines = urls.map(
    ({ value, steps: own }) => `\n    ${paint('green', printableUrl(value))}${way(own, paint)}`,
  );
  return `\n  ${paint('bold', eventType)}${none}${lines.join('')}`;
}

function way(steps: readonly ExplainStep[], paint: Paint): string {
  return steps.map((step) => `\n        ${paint('dim', `from ${stepText(step)}`)}`).join('');
}

function stepText({ text, place }: ExplainStep): string {
  const where = place === undefined ? '' : ` (${place.file}:${place.line}:${place.column})`;
  return `${printableText(text)}${where}`;
}

export function explanationToJson(explanation: DomainExplanation): Readonly<Record<string, unknown>> {
  const value = (explained: Explained) => ({ value: printableText(explained.value), steps: explained.steps });
  return {
    formatVersion: 1,
    domain: explanation.domain,
    entry: explanation.entry,
    account: value(explanation.account),
    policy: value(explanation.policy),
    ...(explanation.template === undefined ? {} : { template: value(explanation.template) }),
    ignore: explanation.ignore.map(value),
    webhooks: explanation.webhooks.map(({ eventType, steps, urls }) => ({
      eventType,
      steps,
      urls: urls.map((url) => ({ value: printableUrl(url.value), steps: url.steps })),
    })),
  };
}
