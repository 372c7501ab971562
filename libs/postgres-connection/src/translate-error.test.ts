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
