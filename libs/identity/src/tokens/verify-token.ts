import { type Clock, Fault } from '@ragfleet/kernel';
import {
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import { unauthenticated } from '../keys/authenticate-key.ts';
import { fetchJson } from './fetch-json.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import type { TokenIssuer } from './issuers.ts';

/** A token whose signature, issuer, audience and times hold. */
export interface VerifiedToken {
  readonly issuer: TokenIssuer;
  readonly payload: JWTPayload;
}

/** Faults: unauthenticated; unavailable when the issuer's keys cannot be read. */
export type VerifyToken = (token: string) => Promise<VerifiedToken>;

const MAX_TOKEN_CHARACTERS = 8_192;
const MAX_KID_CHARACTERS = 200;
const REQUIRED_CLAIMS = ['iss', 'aud', 'exp', 'sub'];

/** Verifies tokens of these issuers and of nobody else. */
export function createVerifyToken(issuers: readonly TokenIssuer[], clock: Clock): VerifyToken {
  const known = new Map(
    issuers.map((issuer) => [
      issuer.issuer,
      { issuer, keys: createIssuerKeys({ issuer, fetchJson, clock }) },
    ]),
  );
  return async (token) => {
    const { header, claimed } = peek(token);
    const trusted = known.get(claimed.iss ?? '');
    // Before anybody is asked for a key: what cannot be valid must not cost the issuer a request.
    if (trusted === undefined || !isOfIssuer(header, trusted.issuer)) throw unauthenticated();
    const payload = await verify(token, trusted.keys, {
      ...optionsOf(trusted.issuer),
      currentDate: new Date(clock.nowMs()),
    });
    return { issuer: trusted.issuer, payload };
  };
}

/** What an unverified token says of itself; only for choosing whom to ask. */
function peek(token: string): { header: ReturnType<typeof decodeProtectedHeader>; claimed: JWTPayload } {
  if (token.length > MAX_TOKEN_CHARACTERS) throw unauthenticated();
  try {
    return { header: decodeProtectedHeader(token), claimed: decodeJwt(token) };
  } catch (cause) {
    throw unauthenticated(cause);
  }
}

function isOfIssuer({ alg, kid }: ReturnType<typeof decodeProtectedHeader>, issuer: TokenIssuer): boolean {
  const allowed: readonly string[] = issuer.algorithms;
  const namesKey = typeof kid === 'string' && kid !== '' && kid.length <= MAX_KID_CHARACTERS;
  return namesKey && typeof alg === 'string' && allowed.includes(alg);
}

const optionsOf = (issuer: TokenIssuer): JWTVerifyOptions => ({
  issuer: issuer.issuer,
  audience: issuer.audience,
  algorithms: issuer.algorithms,
  clockTolerance: issuer.clock_tolerance_s,
  requiredClaims: REQUIRED_CLAIMS,
  ...(issuer.max_age_s !== undefined && { maxTokenAge: issuer.max_age_s }),
});

async function verify(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (error instanceof Fault) throw error;
    // Also a key that the issuer lists and that cannot be one.
    throw unauthenticated(error);
  }
}
