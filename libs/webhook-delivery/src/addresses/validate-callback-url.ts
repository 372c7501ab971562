import { isIP } from 'node:net';
import { LIMITS } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
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

/**
 * Checks a callback URL before it is kept; no I/O, so what its name resolves to is checked again at each connect.
 * Returns the parsed URL. Fault `invalid-input` whose message says the fix.
 */
export function validateCallbackUrl(text: string, options: { readonly allowHosts: AllowHosts }): URL {
  if (text.length > LIMITS.callbackUrlCharacters)
    throw refusal(`Shorten the callback URL to ${LIMITS.callbackUrlCharacters} characters.`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null)
    throw refusal('Send an absolute callback URL, such as https://hooks.your-domain.com/ragfleet.');
  if (url.username !== '' || url.password !== '')
    throw refusal('Remove the user name and password from the callback URL; verify the signature instead.');
  if (isHttp(url) && options.allowHosts.has(url.hostname, portOf(url))) return url;
  if (url.protocol !== 'https:') throw refusal('Use an https callback URL.');
  if (!PORTS.has(portOf(url))) throw refusal('Use port 443 or 8443 in the callback URL.');
  if (!isPublicHost(bareHostname(url.hostname)))
    throw refusal('Use a callback URL whose host is a public name or address.');
  return url;
}

const refusal = (message: string): Fault => new Fault('invalid-input', message);
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
