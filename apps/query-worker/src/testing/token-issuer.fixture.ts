import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';

/** An issuer of tokens: a list of one key, and a hand that signs. */
export interface TokenIssuer {
  /** IDENTITY_ISSUERS with this map of groups to roles. */
  issuersWith(map: Readonly<Record<string, string>>): string;
  /** A token for `acme` with these claims. */
  tokenOf(claims: object): string;
  stop(): void;
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' };
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    issuersWith: (map) => {
      const where = { name: 'corp', issuer: url, jwks_uri: url, audience: 'ragfleet' };
      const claims = { role: { claim: 'groups', map }, namespaces_claim: 'ns', tenant: { claim: 'org' } };
      return JSON.stringify([{ ...where, ...claims }]);
    },
    tokenOf: (claims) => {
      const facts = { iss: url, aud: 'ragfleet', org: 'acme', exp: Math.floor(Date.now() / 1_000) + 300 };
      const text = `${part({ alg: 'ES256', kid: 'k1' })}.${part({ ...facts, ...claims })}`;
      const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
      return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
