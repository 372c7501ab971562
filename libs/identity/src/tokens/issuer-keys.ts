import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, Fault, isFault } from '@ragfleet/kernel';
import { createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { TokenIssuer } from './issuers.ts';
import { isLoopback } from './issuers.ts';

export interface IssuerKeysOptions {
  readonly issuer: Pick<TokenIssuer, 'issuer' | 'jwks_uri'>;
  readonly fetchJson: (url: string) => Promise<unknown>;
  readonly clock: Clock;
}

/** A key that the issuer withdraws is not used longer than this. */
const FRESH_MS = 10 * 60_000;
/** While the issuer does not answer, its last keys go on for so long. */
const STALE_MS = 60 * 60_000;
/** A token can name any key: so often at most is the issuer asked for one that is not known. */
const COOLDOWN_MS = 30_000;
const RETRY_MS = 5_000;
/** An issuer that answers does so in this time; a request whose key is known has no more of its own 2.3 s to wait. */
const PATIENCE_MS = 500;
const MAX_KEYS = 64;

const publicKey = z.object({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  kid: z.string(),
  use: z.literal('sig').optional(),
  alg: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
  crv: z.string().optional(),
  x: z.string().optional(),
  y: z.string().optional(),
});
const keyList = z.object({ keys: z.array(z.unknown()).max(MAX_KEYS) });
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

interface KnownKeys {
  readonly kids: ReadonlySet<string>;
  readonly find: JWTVerifyGetKey;
  readonly readAtMs: number;
}

/**
 * The public keys of one issuer by the id that a token names, from the issuer's own list alone: no header of a token says
 * where to look. Fault `unavailable` when the issuer does not answer and the key is not known.
 */
export function createIssuerKeys({ issuer, fetchJson, clock }: IssuerKeysOptions): JWTVerifyGetKey {
  let known: KnownKeys | null = null;
  let failure: Fault | null = null;
  let askAgainAtMs = Number.NEGATIVE_INFINITY;
  let asking: Asking | null = null;

  const ask = async (): Promise<void> => {
    try {
      const url = issuer.jwks_uri ?? (await discoverKeys(issuer.issuer, fetchJson));
      known = knownKeys(await fetchJson(url), clock.monotonicMs());
      failure = null;
      askAgainAtMs = clock.monotonicMs() + COOLDOWN_MS;
    } catch (error) {
      failure = toUnavailable(error);
      askAgainAtMs = clock.monotonicMs() + RETRY_MS;
    }
  };
  const ageMs = (): number =>
    known === null ? Number.POSITIVE_INFINITY : clock.monotonicMs() - known.readAtMs;
  const has = (kid: string): boolean => known?.kids.has(kid) ?? false;

  return async (header, token) => {
    const kid = header.kid ?? '';
    const isDue = asking !== null || clock.monotonicMs() >= askAgainAtMs;
    if ((!has(kid) || ageMs() >= FRESH_MS) && isDue) {
      asking ??= begin(ask().finally(() => (asking = null)));
      await (has(kid) && ageMs() < STALE_MS ? asking.soon : asking.ended);
    }
    if (known === null || ageMs() >= STALE_MS) throw failure ?? NOT_READ;
    if (!has(kid) && failure !== null) throw failure;
    return known.find(header, token);
  };
}

interface Asking {
  readonly ended: Promise<void>;
  /** When it has ended, or has had its time: then it goes on behind the requests. */
  readonly soon: Promise<void>;
}

const begin = (ended: Promise<void>): Asking => ({
  ended,
  soon: Promise.race([ended, pause(PATIENCE_MS, undefined, { ref: false })]),
});

/** Before a caller is known nothing is done. */
const away = (message: string, cause?: unknown): Fault =>
  new Fault('unavailable', message, { cause, isOutcomeKnown: true });

const NOT_READ = away('The keys of the issuer could not be read. Try again.');

const toUnavailable = (error: unknown): Fault =>
  isFault(error, 'unavailable')
    ? away(error.message, error)
    : away('The issuer of the token answers with no list of keys.', error);

function knownKeys(document: unknown, readAtMs: number): KnownKeys {
  // What is no public key for signatures is passed over: issuers list keys for other ends too.
  const keys = keyList.parse(document).keys.flatMap((key): JWK[] => {
    const { data } = publicKey.safeParse(key);
    return data === undefined ? [] : [withoutGaps(data)];
  });
  return {
    kids: new Set(keys.map(({ kid = '' }) => kid)),
    find: createLocalJWKSet({ keys }),
    readAtMs,
  };
}

const withoutGaps = ({ kty, kid, ...rest }: z.output<typeof publicKey>): JWK => ({
  kty,
  kid,
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
});

async function discoverKeys(issuerUrl: string, fetchJson: IssuerKeysOptions['fetchJson']): Promise<string> {
  const url = `${issuerUrl.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer, jwks_uri } = discovery.parse(await fetchJson(url));
  const isSafe = jwks_uri.startsWith('https:') || (isLoopback(issuerUrl) && isLoopback(jwks_uri));
  if (issuer === issuerUrl && isSafe) return jwks_uri;
  throw new Fault('unavailable', 'The OpenID configuration of the issuer names another issuer, or no TLS.');
}
