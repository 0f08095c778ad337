import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createSystemClock } from '../../../src/adapters/clock/system-clock.ts';
import { createLeaseLeadership } from '../../../src/adapters/kubernetes/create-lease-leadership.ts';
import type { LeaseNotice } from '../../../src/adapters/kubernetes/lease-leadership.ts';
import { startLeaseServer } from '../../support/lease-server/lease-server.ts';
import { serviceAccountFolder } from './cluster-folder.ts';

/** A hundredth of the real durations, but for that of the lease, which counts in whole seconds. */
const TIMING = {
  leaseDurationMs: 500,
  renewDeadlineMs: 300,
  retryMs: 20,
  requestLimitMs: 150,
  releaseLimitMs: 150,
  writeLimitMs: 300,
  marginMs: 10,
};

it('leads on a real API server with the token of the day, and gives the lease back at the end', async () => {
  const server = await startLeaseServer({ tokens: ['token-2'] });
  onTestFinished(() => server.close());
  const folder = serviceAccountFolder({ token: 'token-1' });
  const notices: LeaseNotice[] = [];
  const leadership = createLeaseLeadership({
    server: { origin: server.origin, namespace: 'prod', tokenFile: join(folder, 'token') },
    leaseName: 'mghooks',
    identity: 'pod-a_1',
    userAgent: 'mghooks/test',
    clock: createSystemClock(),
    random: () => 0.5,
    notify: (notice) => notices.push(notice),
    timing: TIMING,
  });
  let changes = 0;
  const forget = leadership.onChange(() => {
    changes += 1;
  });
  const campaign = leadership.campaign(new AbortController().signal);
  const problem = 'the API server does not accept the token of the service account (401)';
  await expect.poll(() => leadership.state()).toEqual({ leading: false, problem });
  writeFileSync(join(folder, 'token'), 'token-2');
  await expect
    .poll(() => leadership.state(), { timeout: 5000 })
    .toEqual({ leading: true, leader: 'pod-a_1' });
  expect(notices).toEqual([{ kind: 'lease-problem', problem }, { kind: 'lease-well' }]);
  expect(changes).toBe(1);
  forget();
  await leadership.release();
  await campaign;
  expect(leadership.state().leading).toBe(false);
  expect(changes).toBe(1);
  expect(server.store.lease()?.spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
});
