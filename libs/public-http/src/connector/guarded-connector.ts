import { isIP, type Socket } from 'node:net';
import { Fault, toFault } from '@ragfleet/kernel';
import { buildConnector } from 'undici';
import { type AllowHosts, bareHostname } from '../addresses/allow-hosts.ts';
import type { AddressRules } from '../addresses/public-address.ts';
import { type ResolveHost, resolveBySystem } from './resolve-host.ts';

export type { ResolveHost } from './resolve-host.ts';

export interface GuardedConnectorOptions {
  readonly allowHosts: AllowHosts;
  readonly isPublic: AddressRules;
  readonly resolveHost?: ResolveHost;
  readonly resolveTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** PEM of authorities to trust in place of the system's. */
  readonly ca?: string;
}

const ALLOWED_PORTS: ReadonlySet<string> = new Set(['', '443', '8443']);
const MAX_ANSWERS = 64;
/** A name with many addresses that are silent must not cost its connect timeout for each. */
const MAX_TRIED = 3;

/**
 * A connector for undici that reaches public addresses alone. It looks a name up itself, refuses when any answer
 * is not public (mixed answers are the mark of rebinding), connects to the address that it checked, and checks the
 * address that it got. A `connect.lookup` hook would not do: undici never calls it for an IP literal.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const base = buildConnector({
    timeout: options.connectTimeoutMs ?? 3_000,
    allowH2: false,
    maxCachedSessions: 0,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return (target, callback) => {
    vet(target, options)
      .then((vetted) => connectToFirst(base, target, vetted, options.isPublic))
      .then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error instanceof Error ? error : toFault(error), null),
      );
  };
}

interface Vetted {
  readonly addresses: readonly string[];
  readonly mayBePrivate: boolean;
}

async function vet(target: buildConnector.Options, options: GuardedConnectorOptions): Promise<Vetted> {
  const hostname = bareHostname(target.hostname);
  const port = Number(target.port || (target.protocol === 'https:' ? 443 : 80));
  const mayBePrivate = options.allowHosts.has(hostname, port);
  if (!mayBePrivate && target.protocol !== 'https:') throw refused('The scheme is not https.');
  if (!mayBePrivate && !ALLOWED_PORTS.has(target.port)) throw refused('The port is not 443 or 8443.');
  const addresses = isIP(hostname) === 0 ? await resolve(hostname, mayBePrivate, options) : [hostname];
  if (addresses.length === 0 || addresses.length > MAX_ANSWERS)
    throw refused('The name has no usable answer.');
  if (!mayBePrivate && !addresses.every(options.isPublic)) throw refused('An address is not public.');
  return { addresses, mayBePrivate };
}

async function resolve(
  hostname: string,
  mayBePrivate: boolean,
  options: GuardedConnectorOptions,
): Promise<readonly string[]> {
  const resolveHost = options.resolveHost ?? resolveBySystem;
  // The root dot keeps a cluster's search list out: `redis.default` must not become a service.
  const name = mayBePrivate ? hostname : `${hostname}.`;
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    const expire = () => reject(new Fault('timeout', 'The name did not resolve in time.'));
    timer = setTimeout(expire, options.resolveTimeoutMs ?? 2_000);
  });
  try {
    return await Promise.race([resolveHost(name), expiry]);
  } finally {
    clearTimeout(timer);
  }
}

async function connectToFirst(
  base: buildConnector.connector,
  target: buildConnector.Options,
  { addresses, mayBePrivate }: Vetted,
  isPublic: AddressRules,
): Promise<Socket> {
  const servername = isIP(bareHostname(target.hostname)) === 0 ? bareHostname(target.hostname) : '';
  let firstError: unknown;
  for (const address of addresses.slice(0, MAX_TRIED)) {
    try {
      const socket = await connect(base, { ...target, hostname: address, servername });
      if (mayBePrivate || isPublic(socket.remoteAddress ?? '')) return socket;
      socket.destroy();
      throw refused('The peer is not public.');
    } catch (error) {
      firstError ??= error;
    }
  }
  throw firstError;
}

function connect(base: buildConnector.connector, target: buildConnector.Options): Promise<Socket> {
  return new Promise((resolvePromise, reject) => {
    base(target, (...[error, socket]) => (error === null ? resolvePromise(socket) : reject(error)));
  });
}

const refused = (message: string): Fault => new Fault('forbidden', message);
