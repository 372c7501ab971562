import { randomBytes } from 'node:crypto';
import { isFault, type Principal } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { exportSPKI, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIdentity, createTenants } from '../index.ts';
import { identityVariables, type TokenIssuer } from './issuers.ts';
import { AUDIENCE, startIssuer, type TestIssuer } from './token-issuer.fixture.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const { redis } = await openTestRedis();

let nowMs: number;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
let idp: TestIssuer;
let settings: Record<string, unknown>;

beforeEach(async () => {
  await redis.flushdb();
  nowMs = Date.UTC(2026, 10, 1);
  await createTenants({ redis }).ensure('acme', 'Acme');
  await createTenants({ redis }).ensure('globex', 'Globex');
  idp = await startIssuer(() => nowMs);
  settings = {
    name: 'corp',
    issuer: idp.url,
    jwks_uri: idp.jwksUrl,
    audience: AUDIENCE,
    tenant: { claim: 'org' },
    role: { claim: 'roles', map: { staff: 'user', leads: 'analyst', root: 'admin' } },
  };
});
afterEach(() => idp.stop());

const issuersFrom = (...all: unknown[]): TokenIssuer[] =>
  identityVariables.IDENTITY_ISSUERS.parse(JSON.stringify(all));
const identityWith = (changes: Record<string, unknown> = {}, region: 'eu' | 'us' = 'eu') =>
  createIdentity({ redis, sealer, clock, region, issuers: issuersFrom({ ...settings, ...changes }) });
const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'let in',
    (error: unknown) => (isFault(error) ? error.kind : 'other'),
  );
const enter = (token: string, identity = identityWith()): Promise<Principal> =>
  identity.authenticate(`Bearer ${token}`);
const tamper = (token: string, part: 0 | 1, changes: object): string => {
  const parts = token.split('.');
  const decoded: unknown = JSON.parse(Buffer.from(parts[part] ?? '', 'base64url').toString());
  parts[part] = Buffer.from(JSON.stringify(Object.assign({}, decoded, changes))).toString('base64url');
  return parts.join('.');
};

describe('a token of a trusted issuer', () => {
  it('is a principal of its tenant, named after its issuer, with what the claims and the map say', async () => {
    const changes = { namespaces_claim: 'ns', department_claim: 'dep', lanes: ['normal', 'low'] };
    const token = await idp.token({ roles: ['staff', 'leads', 'nothing'], ns: ['hr', 'it'], dep: 'people' });
    expect(await enter(token, identityWith(changes))).toEqual({
      kind: 'tenant',
      tenantId: 'acme',
      principalId: 'corp~ada',
      keyId: expect.stringMatching(/^jwt-[0-9a-f]{32}$/) as string,
      role: 'analyst',
      permissions: new Set(['read', 'search_all']),
      namespaces: ['hr', 'it'],
      department: 'people',
      lanes: ['normal', 'low'],
    });
  });

  it.each(['RS256', 'PS256', 'ES256'] as const)(
    'may be signed with %s where that is allowed',
    async (alg) => {
      await idp.rotate('other', alg);
      expect(await outcomeOf(enter(await idp.token(), identityWith({ algorithms: [alg] })))).toBe('let in');
      const rest = ['RS256', 'PS256', 'ES256'].filter((name) => name !== alg);
      expect(await outcomeOf(enter(await idp.token(), identityWith({ algorithms: rest })))).toBe(
        'unauthenticated',
      );
    },
  );

  it('finds its keys by the OpenID configuration of its issuer', async () => {
    const { jwks_uri: _, ...rest } = settings;
    const identity = createIdentity({ redis, sealer, clock, issuers: issuersFrom(rest) });
    expect(await outcomeOf(enter(await idp.token(), identity))).toBe('let in');
  });

  it('has the same name for the same person over tokens, and another one at another issuer', async () => {
    const identity = identityWith();
    const first = await enter(await idp.token(), identity);
    nowMs += 60_000;
    expect(await enter(await idp.token(), identity)).toEqual(first);
    const other = await startIssuer(() => nowMs);
    const two = createIdentity({
      redis,
      sealer,
      clock,
      issuers: issuersFrom(settings, {
        ...settings,
        name: 'partner',
        issuer: other.url,
        jwks_uri: other.jwksUrl,
      }),
    });
    expect(await enter(await other.token(), two)).toMatchObject({ principalId: 'partner~ada' });
    expect(await enter(await idp.token(), two)).toMatchObject({ principalId: 'corp~ada' });
    // A key of one issuer vouches for nobody of the other.
    expect(await outcomeOf(enter(await other.token({ iss: idp.url }), two))).toBe('unauthenticated');
    await other.stop();
  });

  it('without a role may do nothing, and is not mistaken for a stranger', async () => {
    const token = await idp.token({ roles: ['visitors'] });
    expect(await enter(token)).toMatchObject({ permissions: new Set(), namespaces: [] });
    const role = { claim: 'roles', map: {}, default: 'guest' };
    expect(await enter(token, identityWith({ role }))).toMatchObject({ role: 'guest' });
  });

  it('reads its role from a path inside a claim', async () => {
    const role = { claim: 'realm_access.roles', map: { root: 'admin' } };
    const token = await idp.token({ realm_access: { roles: ['root'] } });
    expect(await enter(token, identityWith({ role }))).toMatchObject({ role: 'admin' });
  });

  it('is of a region, where its issuer says so', async () => {
    const changes = { region_claim: 'region' };
    expect(await outcomeOf(enter(await idp.token({ region: 'eu' }), identityWith(changes)))).toBe('let in');
    expect(await outcomeOf(enter(await idp.token({ region: 'us' }), identityWith(changes)))).toBe(
      'forbidden',
    );
    expect(await outcomeOf(enter(await idp.token(), identityWith(changes)))).toBe('forbidden');
  });
});

describe('attacks with tokens', () => {
  const hour = 3_600;
  const seconds = (): number => Math.floor(nowMs / 1_000);

  it('alg none is refused, in every spelling', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      const unsigned = tamper(await idp.token(), 0, { alg }).split('.');
      expect(await outcomeOf(enter(`${unsigned[0]}.${unsigned[1]}.`))).toBe('unauthenticated');
      expect(await outcomeOf(enter(unsigned.join('.')))).toBe('unauthenticated');
    }
  });

  it('a public key as a shared secret signs nothing (HS/RS confusion)', async () => {
    const { publicKey } = await idp.rotate('key-1');
    const claims = {
      iss: idp.url,
      aud: AUDIENCE,
      sub: 'ada',
      org: 'acme',
      roles: ['root'],
      exp: seconds() + 60,
    };
    const secrets = [await exportSPKI(publicKey), JSON.stringify(idp.listed[0])];
    for (const secret of secrets) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(Buffer.from(secret));
      expect(await outcomeOf(enter(forged))).toBe('unauthenticated');
    }
    // Not even the issuer was asked for a key.
    expect(idp.asked()).toBe(0);
  });

  it('a shared secret in the list of keys is no key', async () => {
    const secret = Buffer.alloc(32, 1);
    idp.listed.push({ kty: 'oct', k: secret.toString('base64url'), kid: 'shared' });
    const forged = await new SignJWT({
      iss: idp.url,
      aud: AUDIENCE,
      sub: 'ada',
      org: 'acme',
      exp: seconds() + 60,
    })
      .setProtectedHeader({ alg: 'HS256', kid: 'shared' })
      .sign(secret);
    expect(await outcomeOf(enter(forged))).toBe('unauthenticated');
    expect(await outcomeOf(enter(await idp.token()))).toBe('let in');
  });

  it.each([
    '../../../../dev/null',
    'key-1/../key-1',
    "key-1' OR '1'='1",
    '__proto__',
    'https://attacker.example/keys',
    'key-1\u0000',
    '',
    'k'.repeat(201),
    42,
    null,
    ['key-1'],
  ])('the key id %j names no key, and no file and no address', async (kid) => {
    const token = tamper(await idp.token(), 0, { kid });
    expect(await outcomeOf(enter(token))).toBe('unauthenticated');
  });

  it('a key of the attacker’s own, named or carried by the header, is not even asked for', async () => {
    const attacker = await startIssuer(() => nowMs);
    await attacker.rotate('key-1');
    const jwk = attacker.listed[0];
    const headers = [{ jku: attacker.jwksUrl }, { x5u: attacker.jwksUrl }, { jwk }, { x5c: ['AAAA'] }];
    for (const header of headers) {
      const forged = await attacker.token({ iss: idp.url }, header);
      expect(await outcomeOf(enter(forged))).toBe('unauthenticated');
    }
    expect(attacker.asked()).toBe(0);
    await attacker.stop();
  });

  it('a critical header that is not understood is refused', async () => {
    const token = tamper(await idp.token(), 0, { crit: ['b64'], b64: false });
    expect(await outcomeOf(enter(token))).toBe('unauthenticated');
  });

  it.each<[string, Record<string, unknown>]>([
    ['expired', { exp: -6 }],
    ['without an end', { exp: undefined }],
    ['not valid yet', { nbf: 6 }],
    ['issued in the future with an age', { iat: 600 }],
    ['older than the issuer may sign', { iat: -2 * hour }],
    ['of another audience', { aud: 'another' }],
    ['of no audience', { aud: undefined }],
    ['of another issuer', { iss: 'https://another.example' }],
    ['of no issuer', { iss: undefined }],
    ['of a longer issuer', { iss: 'url/' }],
    ['of nobody', { sub: undefined }],
    ['of an empty subject', { sub: '' }],
    ['of no tenant', { org: undefined }],
    ['of a tenant that is not there', { org: 'initech' }],
    ['of the fleet itself', { org: 'fleet' }],
    ['of two tenants', { org: ['acme', 'globex'] }],
    ['of a tenant that is a pattern', { org: '*' }],
  ])('a token %s is refused', async (_name, changes) => {
    const times = ['exp', 'nbf', 'iat'].filter((name) => typeof changes[name] === 'number');
    const moved = Object.fromEntries(times.map((name) => [name, seconds() + Number(changes[name])]));
    const iss = changes['iss'] === 'url/' ? { iss: `${idp.url}/` } : {};
    const identity = identityWith({ max_age_s: hour });
    expect(await outcomeOf(enter(await idp.token(), identity))).toBe('let in');
    expect(await outcomeOf(enter(await idp.token({ ...changes, ...moved, ...iss }), identity))).toBe(
      'unauthenticated',
    );
  });

  it('the clock of an issuer may be off by as much as is allowed', async () => {
    const late = await idp.token({ exp: seconds() - 4 });
    expect(await outcomeOf(enter(late))).toBe('let in');
    expect(await outcomeOf(enter(late, identityWith({ clock_tolerance_s: 0 })))).toBe('unauthenticated');
  });

  it('claims that were changed after the signature are refused', async () => {
    expect(await outcomeOf(enter(tamper(await idp.token(), 1, { org: 'globex' })))).toBe('unauthenticated');
    expect(await outcomeOf(enter(tamper(await idp.token(), 1, { roles: ['root'] })))).toBe('unauthenticated');
  });

  it('an issuer speaks for its own tenants alone', async () => {
    const allowed = identityWith({ tenant: { claim: 'org', allowed: ['acme'] } });
    expect(await outcomeOf(enter(await idp.token({ org: 'acme' }), allowed))).toBe('let in');
    expect(await outcomeOf(enter(await idp.token({ org: 'globex' }), allowed))).toBe('unauthenticated');
    const fixed = identityWith({ tenant: { fixed: 'acme' } });
    expect(await enter(await idp.token({ org: 'globex' }), fixed)).toMatchObject({ tenantId: 'acme' });
  });

  it('a token of more than 8 kB is refused without being read', async () => {
    const large = await idp.token({ padding: 'x'.repeat(8_192) });
    expect(await outcomeOf(enter(large))).toBe('unauthenticated');
    expect(idp.asked()).toBe(0);
  });

  it.each(['a.b.c', '..', 'a.b', 'e30.e30.', `${'e30.'.repeat(9)}e30`])('%s is no token', async (text) => {
    expect(await outcomeOf(enter(text))).toBe('unauthenticated');
  });

  it('no token is taken where no issuer is named', async () => {
    const identity = createIdentity({ redis, sealer, clock });
    expect(await outcomeOf(enter(await idp.token(), identity))).toBe('unauthenticated');
  });
});
