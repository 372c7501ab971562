import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An issuer of tokens on this machine, as an identity provider is one. */
export interface TestIssuer {
  readonly url: string;
  readonly jwksUrl: string;
  /** How often its list of keys was asked for. */
  readonly asked: () => number;
  /** What it answers instead of its list, until it is told to answer as usual with null. */
  answerWith(reply: { readonly status: number; readonly text: string } | null): void;
  /** Takes requests from now on and answers none. */
  hang(): void;
  /** Makes a key and lists it alone, as an issuer does that has changed its key. */
  rotate(kid: string, alg?: 'RS256' | 'ES256' | 'PS256'): Promise<KeyPair>;
  /** The listed keys, to which a test adds what it wants. */
  readonly listed: JWK[];
  /** A token of this issuer's for `acme`, signed by its newest key. */
  token(claims?: JWTPayload, header?: Readonly<Record<string, unknown>>): Promise<string>;
  stop(): Promise<void>;
}

export const AUDIENCE = 'ragfleet';

export async function startIssuer(nowMs: () => number): Promise<TestIssuer> {
  let count = 0;
  let isHanging = false;
  let reply: { status: number; text: string } | null = null;
  let current: { kid: string; alg: string; pair: KeyPair } | null = null;
  const listed: JWK[] = [];
  const server: Server = createServer((request, response) => {
    if (request.url === '/keys') count += 1;
    if (isHanging) return;
    const usual = request.url === '/keys' ? { keys: listed } : { issuer: url, jwks_uri: `${url}/keys` };
    response.writeHead(reply?.status ?? 200).end(reply?.text ?? JSON.stringify(usual));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;

  const rotate: TestIssuer['rotate'] = async (kid, alg = 'RS256') => {
    const pair = await generateKeyPair(alg, { extractable: true });
    listed.splice(0, listed.length, { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' });
    current = { kid, alg, pair };
    return pair;
  };
  await rotate('key-1');

  return {
    url,
    jwksUrl: `${url}/keys`,
    asked: () => count,
    answerWith: (other) => (reply = other),
    hang: () => (isHanging = true),
    rotate,
    listed,
    token: async (claims = {}, header = {}) => {
      if (current === null) throw new Error('The issuer has no key.');
      const nowSeconds = Math.floor(nowMs() / 1_000);
      const usual = { iss: url, aud: AUDIENCE, sub: 'ada', org: 'acme', roles: ['staff'] };
      const times = { iat: nowSeconds, exp: nowSeconds + 300 };
      return new SignJWT({ ...usual, ...times, ...claims })
        .setProtectedHeader({ alg: current.alg, kid: current.kid, ...header })
        .sign(current.pair.privateKey);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
