import { isIP } from 'node:net';
import { type AllowHosts, bareHostname } from './allow-hosts.ts';
import { isPublicAddress } from './public-address.ts';

const PORTS: ReadonlySet<number> = new Set([443, 8443]);
// Names that no public resolver answers; a cluster's or an office's resolver would.
const INTERNAL_SUFFIXES: ReadonlySet<string> = new Set([
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'lan',
  'home',
  'corp',
  'svc',
  'arpa',
  'onion',
]);

/** What is wrong with a URL, for a message in its user's words. */
export type PublicUrlProblem = 'credentials' | 'scheme' | 'port' | 'host';

/**
 * Looks at a URL before it is kept or asked for; no I/O, so what its name resolves to is checked again at each
 * connect. Null when nothing is wrong. Allowed hosts may be private, over http and on any port.
 */
export function checkPublicUrl(url: URL, allowHosts: AllowHosts): PublicUrlProblem | null {
  if (url.username !== '' || url.password !== '') return 'credentials';
  if (isHttp(url) && allowHosts.has(url.hostname, portOf(url))) return null;
  if (url.protocol !== 'https:') return 'scheme';
  if (!PORTS.has(portOf(url))) return 'port';
  return isPublicHost(bareHostname(url.hostname)) ? null : 'host';
}

const isHttp = (url: URL): boolean => url.protocol === 'https:' || url.protocol === 'http:';

/** The port that a URL means, its scheme's default included. */
function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function isPublicHost(hostname: string): boolean {
  if (isIP(hostname) !== 0) return isPublicAddress(hostname);
  const labels = hostname.split('.');
  return (
    labels.length > 1 && labels.every((label) => label !== '') && !INTERNAL_SUFFIXES.has(labels.at(-1) ?? '')
  );
}
