import { type DomainCall, type Outcome, read } from './outcome.ts';

/** `GET /v3/domains/{domain}/tracking`; shape and key order are recorded. */
export function readTracking({ domain }: DomainCall): Outcome {
  const { open, click, unsubscribe } = domain.tracking;
  return read({
    tracking: {
      open: { active: open, place_at_the_top: false },
      click: { active: click },
      unsubscribe: {
        active: unsubscribe,
        html_footer: '\n<br>\n<p><a href="%unsubscribe_url%">unsubscribe</a></p>\n',
        text_footer: '\n\nTo unsubscribe click: <%unsubscribe_url%>\n\n',
      },
      web_scheme: 'https',
    },
  });
}
