import { expect, it } from 'vitest';
import { createAsk } from './create-ask.js';
import { Problem } from './problem.js';
import type { Query } from './resources.ts';
import type { Call } from './send.js';

const accepted = { id: 'q_1' } as Query;
const question = { question: 'How many days?' };
const refusal = (status: number) => new Problem({ status, title: 'No', detail: 'Later.' });

/** Asks twice; after this came to the first. */
async function keysOf(first: Query | Error, second: object = question): Promise<readonly string[]> {
  const keys: string[] = [];
  const replies = [first, accepted];
  const ask = createAsk(async ({ headers }: Call) => {
    keys.push(headers?.['idempotency-key'] ?? '');
    const reply = replies.shift() ?? accepted;
    if (reply instanceof Error) throw reply;
    return reply;
  });
  await ask(question).catch(() => undefined);
  expect(await ask(second)).toBe(accepted);
  return keys;
}

it.each([
  ['the fleet does not know', refusal(503)],
  ['something in front gave up', refusal(504)],
  ['no reply came', refusal(0)],
  ['it was refused', refusal(429)],
  ['the reply broke off', new TypeError('terminated')],
])('asks with the same key again where %s', async (_what, outcome) => {
  const [one, other] = await keysOf(outcome);
  expect(one).toMatch(/^\d+-\d+$/);
  expect(other).toBe(one);
});

it('asks with a new key after it was accepted', async () => {
  const [one, other] = await keysOf(accepted);
  expect(other).not.toBe(one);
});

it('asks another question with another key', async () => {
  const [one, other] = await keysOf(refusal(503), { question: 'How many hours?' });
  expect(other).not.toBe(one);
});
