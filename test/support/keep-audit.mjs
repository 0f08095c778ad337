/**
 * Appends entries to an audit trail as fast as they become safe, and prints the number of each that is, until it is
 * killed or has written them all: `node test/support/keep-audit.mjs FOLDER NAME COUNT [BYTES_MAX]`.
 * It is the compiled program's trail, so `npm run build` comes first.
 */

import { createRandomBytes } from '../../dist/adapters/clock/random-bytes.js';
import { openAuditTrail } from '../../dist/adapters/journal/audit-trail.js';
import { Secret } from '../../dist/model/secret.js';

// The system tells with this signal that a file has reached its limit; unheard, it ends the process.
process.on('SIGXFSZ', () => undefined);

const [folder, name, count, bytesMax] = process.argv.slice(2);
const trail = openAuditTrail({
  folder,
  accounts: [{ name: 'main', baseUrl: 'https://api.mailgun.net', key: () => new Secret('key-of-a-child') }],
  author: { who: name },
  fingerprint: (secret) => String(secret.length),
  freshBytes: createRandomBytes(),
  notify: (_account, notice) => console.log(JSON.stringify(notice)),
  ...(bytesMax === undefined ? {} : { bytesMax: Number(bytesMax) }),
});

for (let number = 0; number < Number(count); number += 1) {
  const urls = [`https://hooks.example.com/${name}/${number}`];
  const call = { kind: 'v3-update', account: 'main', domain: 'mg.example.com', eventType: 'clicked', urls };
  const after = { clicked: urls };
  await trail.record({
    atMs: Date.UTC(2026, 0, 1) + number,
    planId: '0123456789ab',
    call,
    before: {},
    after,
  });
  console.log(String(number));
}
