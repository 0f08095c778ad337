/**
 * The disasters that are known, by the rows of the fault catalogue, and where each is let happen. H: what Mailgun, or
 * whoever stands in its place, may answer. A: what may become of the webhooks. C: what may become of the configuration.
 * N (the network), P (processes) and H17 have tests of their own elsewhere.
 */
export const CATALOGUE: Readonly<Record<string, string>> = {
  H01: '429 and 420, in every dialect, with every hint',
  H02: '5xx before a request has its effect',
  H03: '5xx after a write has had its effect',
  H04: '401, 402 and 403',
  H05: '401 for one domain alone',
  H06: '404 Domain not found, for good or for a moment',
  H07: '404 of a path that does not exist',
  H08: '200 of somebody else',
  H09: '200 with nothing, and 2xx that is not 200',
  H10: 'JSON that is cut off, damaged, or means two things',
  H11: 'JSON of another shape',
  H12: 'bodies that are too large, or packed',
  H13: 'heads that are no heads',
  H14: 'redirects',
  H15: '1xx, 417 and 426',
  H16: 'the list of another domain',

  A01: 'lists that are older than our writes',
  A02: 'what is to be created is there',
  A03: 'what is to be updated is not there',
  A04: 'what is to be deleted is not there',
  A05: 'URLs in another order, twice, or in another spelling',
  A06: 'a host that Mailgun cannot find',
  A07: 'somebody else changes it between read and write',
  A08: 'event types that we do not know',
  A09: 'a domain that is gone, or comes back',
  A10: 'writes without effect',
  A11: 'writes that are carried out in part',
  A12: 'a key that is refused in the middle of a pass',
  A13: 'a budget that others use up',

  C01: 'a ConfigMap that is swapped while it is read',
  C02: 'files and folders that are gone or cannot be read',
  C03: 'a file that is cut off',
  C04: 'a file that says nothing',
  C05: 'a file that is being written',
  C06: 'YAML that is hostile, or means two things',
  C07: 'files that are no files',
  C08: 'a domain that is claimed twice',
  C09: 'A, B and A again',
  C10: 'file times that mean nothing',
  C11: 'an old commit',
};
