import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inClusterApiServer, parseApiServerUrl } from '../../../src/adapters/kubernetes/api-server.ts';
import { createIdentity } from '../../../src/adapters/kubernetes/identity.ts';
import { serviceAccountFolder } from './cluster-folder.ts';

const HOST = { host: '10.96.0.1', port: '443' };

describe('the API server of the cluster', () => {
  it('is found by what Kubernetes gives every pod', async () => {
    const folder = serviceAccountFolder({ namespace: 'mail\n' });
    expect(await inClusterApiServer({ ...HOST, folder })).toEqual({
      value: {
        origin: 'https://10.96.0.1:443',
        namespace: 'mail',
        tokenFile: join(folder, 'token'),
        caFile: join(folder, 'ca.crt'),
      },
    });
  });

  it.each([
    ['fd00::1', 'https://[fd00::1]:6443'],
    ['kubernetes.default.svc', 'https://kubernetes.default.svc:6443'],
  ])('may have the address %s', async (host, origin) => {
    const found = await inClusterApiServer({ host, port: '6443', folder: serviceAccountFolder() });
    expect(found).toMatchObject({ value: { origin } });
  });

  it.each([
    [{ host: undefined, port: '443' }, 'KUBERNETES_SERVICE_HOST is not set, so this is no pod of Kubernetes'],
    [{ host: '', port: '443' }, 'KUBERNETES_SERVICE_HOST is not set, so this is no pod of Kubernetes'],
    [
      { host: '10.96.0.1', port: undefined },
      'KUBERNETES_SERVICE_PORT is not set, so this is no pod of Kubernetes',
    ],
    [
      { host: 'a@b', port: '443' },
      "KUBERNETES_SERVICE_HOST 'a@b' and KUBERNETES_SERVICE_PORT '443' are no address",
    ],
    [
      { host: '10.96.0.1', port: 'tcp://10.96.0.1:443' },
      "KUBERNETES_SERVICE_HOST '10.96.0.1' and KUBERNETES_SERVICE_PORT 'tcp://10.96.0.1:443' are no address",
    ],
  ])('cannot be found with %j, and it is said why', async (pod, problem) => {
    expect(await inClusterApiServer({ ...pod, folder: serviceAccountFolder() })).toEqual({ problem });
  });

  it.each(['token', 'ca.crt', 'namespace'])(
    'needs the file %s, and names it when it is missing',
    async (file) => {
      const missing = serviceAccountFolder({ [file]: undefined });
      expect(await inClusterApiServer({ ...HOST, folder: missing })).toEqual({
        problem: `${join(missing, file)} cannot be read (ENOENT); the pod needs a service account with automountServiceAccountToken: true`,
      });
      const empty = serviceAccountFolder({ [file]: '\n' });
      expect(await inClusterApiServer({ ...HOST, folder: empty })).toMatchObject({
        problem: expect.stringContaining(`${join(empty, file)} is empty`),
      });
    },
  );

  it.each([
    ['https://10.96.0.1:443', { value: 'https://10.96.0.1' }],
    ['https://[fd00::1]:6443/', { value: 'https://[fd00::1]:6443' }],
    ['http://127.0.0.1:8001', { value: 'http://127.0.0.1:8001' }],
    ['http://10.96.0.1', { problem: 'plain http is for this machine alone; use https' }],
    ['https://me:secret@10.96.0.1', { problem: 'it must not hold a user or a password' }],
    ['https://10.96.0.1/api', { problem: 'it must end after the host and the port' }],
    ['10.96.0.1:443', { problem: 'it must be a URL such as https://10.96.0.1:443' }],
    ['', { problem: 'it must be a URL such as https://10.96.0.1:443' }],
  ])('named as %s is %j', (text, parsed) => {
    expect(parseApiServerUrl(text)).toEqual(parsed);
  });
});

describe('an identity', () => {
  it('is the name of the pod and a mark of one process', () => {
    expect(createIdentity('mghooks-6d5f-x2x7q', () => 0.5)).toBe('mghooks-6d5f-x2x7q_80000000');
    expect(createIdentity('a', () => 0)).toBe('a_00000000');
    expect(createIdentity('a', () => 1 - 2 ** -32)).toBe('a_ffffffff');
  });
});
