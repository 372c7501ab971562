import { expect, it } from 'vitest';
import { translatePostgresError } from './translate-error.ts';

const errorOf = (code: string): Error => Object.assign(new Error('The words of the server.'), { code });

it.each([
  ['25006', 'it is a replica now'],
  ['57P01', 'an administrator ends it'],
  ['57P02', 'it has crashed'],
  ['57P03', 'it starts, or is in recovery'],
  ['57P05', 'it ends idle connections'],
  ['08006', 'the connection broke'],
  ['53300', 'it has no connection left'],
  ['40001', 'a replica cancels what recovery conflicts with'],
])('says unavailable, to be tried again, of a server that says %s: %s', (code) => {
  expect(translatePostgresError(errorOf(code))).toMatchObject({ kind: 'unavailable', isRetryable: true });
});

it.each([
  ['28P01', 'the password is wrong, or was changed'],
  ['28000', 'this user may not log in'],
  ['3D000', 'there is no such database'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'an authority that nobody knows signed the certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate signed itself'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the authority of the certificate is missing'],
  ['CERT_HAS_EXPIRED', 'the certificate is too old'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is of another host'],
])('says what to check of a login that ends with %s, to be tried again: %s', (code) => {
  expect(translatePostgresError(errorOf(code))).toMatchObject({
    kind: 'unavailable',
    isRetryable: true,
    message: expect.stringMatching(/user, password, database and sslrootcert of DATABASE_URL/) as string,
  });
});

it.each([
  'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
  'The server does not support SSL connections',
  "ENOENT: no such file or directory, open '/ca.pem'",
])('knows a login that failed by its words alone: %s', (words) => {
  expect(translatePostgresError(new Error(words))).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('sslrootcert') as string,
  });
});

it('names the rights that a user of the database may lack', () => {
  expect(translatePostgresError(errorOf('42501'))).toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/CREATE .*CREATE EXTENSION vector/) as string,
  });
});
