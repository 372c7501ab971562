import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BODIES, createResources, QUERIES } from './testing/authorization-calls.fixture.ts';
import { AUTHORIZATION, type Caller, CALLERS } from './testing/authorization-table.fixture.ts';
import { startIngress } from './testing/start-ingress.fixture.ts';

const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

// Here and not in a hook: the tests are made of what the running ingress says that it has.
const ingress = await startIngress();
const { paths } = document.parse((await ingress.call({ path: '/openapi.json' })).body);
const documented = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);
// The document is the one operation that it does not describe.
const operations = [...documented, 'GET /openapi.json'];
const user = await ingress.keyFor({ role: 'user' });
const admin = await ingress.keyFor({ role: 'admin' });
const keys: Readonly<Record<Caller, string | null>> = {
  anonymous: null,
  'bad-credential': `rag_test_00000000_${'x'.repeat(43)}`,
  guest: await ingress.keyFor({ role: 'guest' }),
  user,
  analyst: await ingress.keyFor({ role: 'analyst' }),
  admin,
  'other-admin': await ingress.keyFor({ role: 'admin', tenantId: 'globex' }),
  operator: await ingress.operatorKey(),
};
const resources = await createResources(ingress, { admin, user });

afterAll(async () => {
  await resources.stop();
  await ingress.stop();
});

async function statusFor(operation: string, caller: Caller): Promise<number> {
  const [method = '', path = ''] = operation.split(' ');
  const id = path.includes('{id}') ? await resources.idFor(operation) : '';
  const key = keys[caller];
  const body = BODIES[operation];
  const response = await fetch(ingress.url + path.replace('{id}', id) + (QUERIES[operation] ?? ''), {
    method,
    redirect: 'manual',
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  await response.bytes();
  return response.status;
}

it('the table names every operation of the running ingress, and no other', () => {
  expect(Object.keys(AUTHORIZATION).toSorted()).toEqual(operations.toSorted());
});

describe.each(operations)('%s', (operation) => {
  it.each(CALLERS.map((caller, column) => [caller, column] as const))('as %s', async (caller, column) => {
    expect(await statusFor(operation, caller)).toBe(AUTHORIZATION[operation]?.[column]);
  });
});
