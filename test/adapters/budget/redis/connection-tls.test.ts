import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort, redisMissing, withRedis } from '../../../support/redis-server.ts';
import { workspace } from '../../../support/workspace.ts';
import { withCountingServer } from './counting-server.ts';
import { restAccount, withWindow } from './window.ts';
import { compileWorker, startWorker } from './workers.ts';

const OPENSSL = 'openssl';

/** A certificate for 127.0.0.1 that only this test trusts. */
function certificate(): { readonly key: string; readonly cert: string } {
  const folder = workspace();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const shape = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const made = spawnSync(OPENSSL, [...shape, '-days', '1', '-keyout', key, '-out', cert, ...subject]);
  if (made.status !== 0) throw new Error(`openssl makes no certificate: ${made.stderr}`);
  return { key, cert };
}

async function withTlsRedis() {
  const { key, cert } = certificate();
  const port = await freePort();
  const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
  const redis = await withRedis(['--tls-port', String(port), ...files]);
  await restAccount(redis.url);
  return { redisUrl: `rediss://127.0.0.1:${port}`, cert };
}

describe.skipIf(redisMissing)('a connection with TLS', () => {
  it('is refused if the certificate is not trusted', async () => {
    const { redisUrl } = await withTlsRedis();
    await expect(withWindow({ redisUrl })).rejects.toThrow(
      `Redis at ${redisUrl}: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    );
  });

  it('works with a certificate that the machine trusts', async () => {
    const { redisUrl, cert } = await withTlsRedis();
    const server = await withCountingServer();
    const compiled = compileWorker();
    onTestFinished(() => compiled.remove());
    const job = {
      name: 'worker',
      redisUrl,
      account: 'a1',
      serverPort: server.port,
      requests: 5,
      inFlight: 5,
    };
    const times = { limit: 10, windowMs: 1000, leaseMs: 1000, hesitateMs: 0 };
    const worker = startWorker(compiled.script, { ...job, ...times }, { NODE_EXTRA_CA_CERTS: cert });
    await worker.gone;
    expect(worker.news.at(-1)).toEqual({ kind: 'done' });
    expect(server.arrivals().length).toBe(5);
  });
});
