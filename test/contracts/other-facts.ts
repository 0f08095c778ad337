import { DOMAIN_NOT_FOUND, type Fact, HOOKS } from './fact.ts';

export const OTHER_CALLS: readonly Fact[] = [
  {
    fact: 'tracking of a domain (VCR 2025)',
    call: 'GET /v3/domains/mg.example.com/tracking',
    status: 200,
    body:
      '{"tracking":{"open":{"active":false,"place_at_the_top":false},"click":{"active":"htmlonly"},' +
      '"unsubscribe":{"active":false,' +
      '"html_footer":"\\n<br>\\n<p><a href=\\"%unsubscribe_url%\\">unsubscribe</a></p>\\n",' +
      '"text_footer":"\\n\\nTo unsubscribe click: <%unsubscribe_url%>\\n\\n"},"web_scheme":"https"}}\n',
  },
  {
    fact: 'tracking of an unknown domain is a 404 (OAS)',
    call: 'GET /v3/domains/unknown.example/tracking',
    status: 404,
    body: DOMAIN_NOT_FOUND,
  },
  {
    fact: 'an empty domain leaves no route (report 2026)',
    call: 'GET /v3/domains//webhooks/',
    status: 404,
    body: '{"error":"not found"}\n',
  },
  {
    fact: 'an unknown route is a 404 with another key in its body (report 2026)',
    call: 'GET /v3/nothing/here',
    status: 404,
    body: '{"error":"not found"}\n',
  },
  {
    fact: 'a method that a path does not have is the same 404',
    call: `PATCH ${HOOKS}`,
    status: 404,
    body: '{"error":"not found"}\n',
  },
];
