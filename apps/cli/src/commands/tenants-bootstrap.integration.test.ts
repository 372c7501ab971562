import { randomBytes } from 'node:crypto';
import { createIdentity } from '@ragfleet/identity';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import type { CommandContext } from '../command-context.ts';
import { bootstrap } from './tenants-bootstrap.ts';

const { redis, url } = await openTestRedis();
const masterKey = randomBytes(32).toString('base64');

async function make(another: boolean): Promise<{ readonly secret: string; readonly key_id: string }> {
  const printed: string[] = [];
  const stores = { QUEUE_REDIS_URL: url, RAGFLEET_MASTER_KEY: masterKey, RAGFLEET_ENV: 'production' };
  const context: Pick<CommandContext, 'stores' | 'print' | 'signal'> = {
    stores,
    print: (line) => void printed.push(line),
    signal: new AbortController().signal,
  };
  await bootstrap(context as CommandContext, { json: true, principal: 'ops', another });
  return JSON.parse(printed.at(-1) ?? '') as { secret: string; key_id: string };
}

it('makes the first key of an operator, which works, and a second one only when it is asked for', async () => {
  const identity = createIdentity({ redis, sealer: createSealer(masterKey) });
  const first = await make(false);
  expect(first.secret).toMatch(/^rag_production_/);
  expect(await identity.authenticate(`Bearer ${first.secret}`)).toMatchObject({
    kind: 'operator',
    principalId: 'ops',
    keyId: first.key_id,
  });
  await expect(make(false)).rejects.toMatchObject({ kind: 'conflict' });
  const second = await make(true);
  expect(await identity.authenticate(`Bearer ${second.secret}`)).toMatchObject({ kind: 'operator' });
});

it('refuses a data folder, whose fleet is another than the one that the variables name', async () => {
  const context: Pick<CommandContext, 'dataDir'> = { dataDir: '.ragfleet' };
  const options = { json: true, principal: 'ops', another: false };
  await expect(bootstrap(context as CommandContext, options)).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('--data-dir') as string,
  });
});
