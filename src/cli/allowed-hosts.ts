import type { Account } from '../model/account.ts';
import { isLoopback } from '../model/loopback.ts';
import { UsageError } from './exit-code.ts';

/**
 * Refuses a `baseUrl` that would send the API key to a host which the person who runs mghooks did not name. The
 * configuration alone must not decide where the key goes: whoever may edit a YAML file could send it anywhere.
 */
export function checkHosts(accounts: readonly Account[], allowed: readonly string[]): void {
  for (const { name, baseUrl } of accounts) {
    const { hostname } = new URL(baseUrl);
    if (isMailgun(hostname) || isLoopback(hostname) || allowed.includes(hostname)) continue;
    throw new UsageError(
      `Account '${name}' would send its API key to '${hostname}', which is neither Mailgun nor this machine: ` +
        `if that is right, add --allow-host ${hostname}`,
    );
  }
}

function isMailgun(hostname: string): boolean {
  return hostname === 'mailgun.net' || hostname.endsWith('.mailgun.net');
}
