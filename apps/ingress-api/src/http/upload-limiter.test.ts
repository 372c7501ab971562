import { expect, it } from 'vitest';
import { createUploadLimiter } from './upload-limiter.ts';

const refusedAs = (kind: 'rate-limited' | 'overloaded'): Error =>
  expect.objectContaining({ kind, retryAfterMs: 5_000 }) as Error;

it('leaves places to other tenants, and refuses all when none is left', () => {
  const places = createUploadLimiter({ places: 3, perTenant: 2 });
  const held = [places.take('acme'), places.take('acme')];
  expect(() => places.take('acme')).toThrow(refusedAs('rate-limited'));
  places.take('globex');
  expect(() => places.take('initech')).toThrow(refusedAs('overloaded'));
  for (const place of held) place[Symbol.dispose]();
  places.take('initech');
  places.take('acme');
  expect(() => places.take('acme')).toThrow(refusedAs('overloaded'));
});
