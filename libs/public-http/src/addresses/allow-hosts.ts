import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';

/** Hosts that may be on a private network, reached over http and on any port. For development. */
export interface AllowHosts {
  /** `port` is the one the URL means, its scheme's default included. */
  has(hostname: string, port: number): boolean;
}

interface Entry {
  readonly hostname: string;
  readonly port: number | null;
}

/**
 * Reads an environment variable of comma-separated host names or addresses, each with an optional port that
 * narrows it (`localhost`, `127.0.0.1:9000`, `[::1]`). Empty allows none. Fault `invalid-input`, which names the
 * variable, on anything else.
 */
export function parseAllowHosts(text: string, variable: string): AllowHosts {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => parseEntry(entry, variable));
  return {
    has: (hostname, port) =>
      entries.some(
        (entry) => entry.hostname === bareHostname(hostname) && (entry.port === null || entry.port === port),
      ),
  };
}

/** A variable that `parseAllowHosts` reads: hosts on a private network that requests may reach all the same. */
export const allowHosts = z
  .string()
  .refine(isAllowHosts, 'must be host names or addresses, comma-separated, each with an optional port')
  .default('');

function isAllowHosts(text: string): boolean {
  try {
    parseAllowHosts(text, '');
    return true;
  } catch {
    return false;
  }
}

function parseEntry(text: string, variable: string): Entry {
  const url = URL.canParse(`ws://${text}`) ? new URL(`ws://${text}`) : null;
  if (
    url === null ||
    text.includes('*') ||
    url.pathname !== '/' ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== ''
  )
    throw new Fault(
      'invalid-input',
      `${variable} takes host names or addresses, comma-separated, each with an optional port.`,
    );
  // `ws:` swallows its default port 80, which somebody may have meant.
  const port = url.port === '' ? (text.endsWith(':80') ? 80 : null) : Number(url.port);
  return { hostname: bareHostname(url.hostname), port };
}

/** The name as the checks compare it: lower case, without the brackets of IPv6 and the root dot. */
export function bareHostname(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
