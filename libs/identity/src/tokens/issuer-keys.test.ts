import { isFault } from '@ragfleet/kernel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { issuersOf, identityVariables } from './issuers.ts';
import { AUDIENCE, startIssuer, type TestIssuer } from './token-issuer.fixture.ts';
import { createVerifyToken, type VerifyToken } from './verify-token.ts';

let nowMs: number;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
let idp: TestIssuer;
let verify: VerifyToken;

const settings = (changes: object = {}): unknown => ({
  issuer: idp.url,
  jwks_uri: idp.jwksUrl,
  audience: AUDIENCE,
  tenant: { fixed: 'acme' },
  role: { claim: 'roles', map: {} },
  ...changes,
});
const parse = (...all: unknown[]) => identityVariables.IDENTITY_ISSUERS.safeParse(JSON.stringify(all));

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 1);
  idp = await startIssuer(() => nowMs);
  verify = createVerifyToken(identityVariables.IDENTITY_ISSUERS.parse(JSON.stringify([settings()])), clock);
});
afterEach(() => idp.stop());

const outcomeOf = (token: string): Promise<string> =>
  verify(token).then(
    () => 'valid',
    (error: unknown) => (isFault(error) ? error.kind : 'other'),
  );

it('the list of an issuer is asked for once, however many tokens come at once', async () => {
  const token = await idp.token();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(token)));
  expect(new Set(outcomes)).toEqual(new Set(['valid']));
  expect(idp.asked()).toBe(1);
});

it('an issuer that is down before any key is known is no fault of the token', async () => {
  idp.answerWith({ status: 500, text: '' });
  await expect(verify(await idp.token())).rejects.toMatchObject({
    kind: 'unavailable',
    message: 'The issuer of the token does not answer. Try again.',
    isOutcomeKnown: true,
  });
  idp.answerWith(null);
  expect(await outcomeOf(await idp.token())).toBe('unavailable');
  nowMs += 5_000;
  expect(await outcomeOf(await idp.token())).toBe('valid');
});

it.each([
  ['no JSON', { status: 200, text: '<html>' }],
  ['no list', { status: 200, text: '{"keys": 7}' }],
  ['a list without an end', { status: 200, text: `{"keys": [], "x": "${'x'.repeat(300_000)}"}` }],
  ['too many keys', { status: 200, text: JSON.stringify({ keys: Array.from({ length: 65 }, () => ({})) }) }],
])('an issuer that answers with %s is one that is down', async (_name, reply) => {
  idp.answerWith(reply);
  expect(await outcomeOf(await idp.token())).toBe('unavailable');
});

it('a known key goes on for an hour while its issuer is down, and then no longer', async () => {
  expect(await outcomeOf(await idp.token())).toBe('valid');
  idp.answerWith({ status: 503, text: '' });
  nowMs += 59 * 60_000;
  expect(await outcomeOf(await idp.token())).toBe('valid');
  nowMs += 60_000;
  expect(await outcomeOf(await idp.token())).toBe('unavailable');
});

it('nobody with a known key waits for an issuer that takes requests and answers none', async () => {
  const token = await idp.token({ exp: nowMs / 1_000 + 3_600 });
  expect(await outcomeOf(token)).toBe('valid');
  idp.hang();
  nowMs += 10 * 60_000;
  const startedAtMs = performance.now();
  expect(await Promise.all([outcomeOf(token), outcomeOf(token)])).toEqual(['valid', 'valid']);
  expect(await outcomeOf(token)).toBe('valid');
  // Before the answer is given up, which is after 5 s.
  expect(performance.now() - startedAtMs).toBeLessThan(4_000);
  expect(idp.asked()).toBe(2);
});

it('a new key of the issuer is found, and the old one is refused from then on', async () => {
  const old = await idp.token();
  expect(await outcomeOf(old)).toBe('valid');
  await idp.rotate('key-2');
  nowMs += 30_000;
  expect(await outcomeOf(await idp.token())).toBe('valid');
  expect(await outcomeOf(old)).toBe('unauthenticated');
});

it('a key that its issuer has withdrawn is taken for 10 minutes at most', async () => {
  await verify(await idp.token());
  const token = await idp.token({ exp: nowMs / 1_000 + 3_600 });
  await idp.rotate('key-2');
  nowMs += 10 * 60_000 - 1;
  expect(await outcomeOf(token)).toBe('valid');
  nowMs += 1;
  expect(await outcomeOf(token)).toBe('unauthenticated');
});

it('tokens with made-up keys ask the issuer once in 30 s', async () => {
  await verify(await idp.token());
  for (let count = 0; count < 50; count += 1)
    expect(await outcomeOf(await idp.token({}, { kid: `made-up-${count}` }))).toBe('unauthenticated');
  expect(idp.asked()).toBe(1);
  nowMs += 30_000;
  for (let count = 0; count < 50; count += 1)
    await outcomeOf(await idp.token({}, { kid: `made-up-${count}` }));
  expect(idp.asked()).toBe(2);
});

it('a made-up key is told to come again while the issuer is down: it may be a new one', async () => {
  await verify(await idp.token());
  idp.answerWith({ status: 503, text: '' });
  nowMs += 30_000;
  expect(await outcomeOf(await idp.token({}, { kid: 'new' }))).toBe('unavailable');
  expect(await outcomeOf(await idp.token())).toBe('valid');
});

it.each<[string, object]>([
  ['a shared secret', { algorithms: ['HS256'] }],
  ['a shared secret among others', { algorithms: ['RS256', 'HS512'] }],
  ['no signature', { algorithms: ['none'] }],
  ['no algorithm', { algorithms: [] }],
  ['an issuer without TLS', { issuer: 'http://login.example.com' }],
  ['keys without TLS', { jwks_uri: 'http://login.example.com/keys' }],
  ['keys in a file', { jwks_uri: 'file:///etc/keys' }],
  ['a clock that is off by more than a minute', { clock_tolerance_s: 61 }],
  ['no tenant', { tenant: undefined }],
  ['a role that is none', { role: { claim: 'r', map: { a: 'operator' } } }],
  ['no audience', { audience: [] }],
  ['a field that is misspelt', { algorithm: ['RS256'] }],
])('the fleet does not start with an issuer of %s', (_name, changes) => {
  expect(parse(settings()).success).toBe(true);
  expect(parse(settings(changes)).success).toBe(false);
});

it('the fleet does not start with what is no list, two issuers of one name, or one issuer twice', () => {
  expect(identityVariables.IDENTITY_ISSUERS.safeParse('nothing').success).toBe(false);
  expect(identityVariables.IDENTITY_ISSUERS.safeParse('{}').success).toBe(false);
  expect(parse(settings({ name: 'a' }), settings({ name: 'b' })).success).toBe(false);
  const other = settings({ name: 'a', issuer: 'https://other.example' });
  expect(parse(settings({ name: 'a' }), other).success).toBe(false);
  expect(parse(settings({ name: 'b' }), other).success).toBe(true);
});

it('production takes no issuer without TLS, not even of this machine', () => {
  const IDENTITY_ISSUERS = parse(settings()).data ?? [];
  expect(issuersOf({ RAGFLEET_ENV: 'development', IDENTITY_ISSUERS })).toHaveLength(1);
  expect(() => issuersOf({ RAGFLEET_ENV: 'production', IDENTITY_ISSUERS })).toThrow(/https/);
});
