import type { Endpoint } from './contract.ts';

const CHECKED_TLS = new Set(['require', 'verify-ca', 'verify-full']);

/** What keeps a connection from being private, as the fix; null when it is. */
export function transportProblem({ transport, url }: Endpoint): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return 'set its address';
  switch (transport) {
    case 'https':
      return parsed.protocol === 'https:' ? null : 'begin it with https://';
    case 'redis':
      return parsed.protocol === 'rediss:' ? null : 'begin it with rediss://: redis:// is not encrypted';
    case 'postgres':
      return isPostgresOverTls(parsed.searchParams)
        ? null
        : 'end it with ?sslmode=verify-full (or require), and with nothing that takes it back';
    default:
      return transport satisfies never;
  }
}

/** The last of several counts for one reader and the first for another; `ssl` and libpq's reading of `require` weaken it. */
function isPostgresOverTls(parameters: URLSearchParams): boolean {
  const modes = parameters.getAll('sslmode');
  if (parameters.has('ssl') || parameters.has('uselibpqcompat')) return false;
  return modes.length > 0 && modes.every((mode) => CHECKED_TLS.has(mode));
}

/** Every host that a connection may be made to: PostgreSQL's clients take one from the parameters as well. */
export function hostsOf({ url }: Endpoint): readonly string[] {
  const parsed = URL.parse(url);
  if (parsed === null) return [];
  const { hostname, searchParams } = parsed;
  return [hostname.replace(/^\[|\]$/g, ''), ...searchParams.getAll('host')];
}
