import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { isLoopback } from '../../model/loopback.ts';
import { parseUrl } from '../../model/parse-url.ts';
import type { Parsed } from '../../model/parsed.ts';
import { readText } from './read-text.ts';

/** Where every pod finds the credentials of its service account (Kubernetes, "Accessing the API from a Pod"). */
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The API server, and who we are there. */
export interface ApiServer {
  /** `https://10.96.0.1:443`, without a path. */
  readonly origin: string;
  /** The namespace of the lease. */
  readonly namespace: string;
  /** Holds the bearer token; absent: none is sent. */
  readonly tokenFile?: string | undefined;
  /** Holds the certificates to trust, as PEM; absent: those that Node trusts. */
  readonly caFile?: string | undefined;
}

/** What Kubernetes gives a pod: two variables, and a folder with `token`, `ca.crt` and `namespace`. */
export interface PodSurroundings {
  /** `KUBERNETES_SERVICE_HOST`: a name or an address; one of IPv6 comes without brackets. */
  readonly host: string | undefined;
  /** `KUBERNETES_SERVICE_PORT`. */
  readonly port: string | undefined;
  /** `/var/run/secrets/kubernetes.io/serviceaccount` by default. */
  readonly folder?: string | undefined;
}

/** The API server of the cluster that this pod runs in, or what is missing. */
export async function inClusterApiServer(pod: PodSurroundings): Promise<Parsed<ApiServer>> {
  const origin = originOf(pod);
  if ('problem' in origin) return origin;
  const { folder = SERVICE_ACCOUNT_FOLDER } = pod;
  const [tokenFile, caFile] = [join(folder, 'token'), join(folder, 'ca.crt')];
  const namespace = await readText(join(folder, 'namespace'));
  for (const text of [namespace, await readText(tokenFile), await readText(caFile)]) {
    if ('problem' in text) return { problem: `${text.problem}; ${NEEDED}` };
  }
  if ('problem' in namespace) return namespace;
  return { value: { origin: origin.value, namespace: namespace.value, tokenFile, caFile } };
}

const NEEDED = 'the pod needs a service account with automountServiceAccountToken: true';

function originOf({ host, port }: PodSurroundings): Parsed<string> {
  if (!host) return { problem: 'KUBERNETES_SERVICE_HOST is not set, so this is no pod of Kubernetes' };
  if (!port) return { problem: 'KUBERNETES_SERVICE_PORT is not set, so this is no pod of Kubernetes' };
  const text = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const known =
    (isIPv6(host) || /^[\w.-]+$/.test(host)) && /^\d+$/.test(port) && parseUrl(text) !== undefined;
  return known
    ? { value: text }
    : { problem: `KUBERNETES_SERVICE_HOST '${host}' and KUBERNETES_SERVICE_PORT '${port}' are no address` };
}

/** The origin of an API server that is named by its URL: `https`, as a token must not travel in the clear. */
export function parseApiServerUrl(text: string): Parsed<string> {
  const url = parseUrl(text);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return { problem: 'it must be a URL such as https://10.96.0.1:443' };
  }
  if (url.username !== '' || url.password !== '') return { problem: 'it must not hold a user or a password' };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return { problem: 'it must end after the host and the port' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'plain http is for this machine alone; use https' };
  }
  return { value: url.origin };
}
