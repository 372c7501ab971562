import { expect, test } from 'vitest';
import { createWebhookEnds } from './webhook-ends.ts';

test('a webhook is waited for until it has arrived, failed attempts or not', async () => {
  const ends = createWebhookEnds();
  let hasArrived = false;
  const arrival = ends.delivered('one', 60_000).then(() => (hasArrived = true));
  ends.tell('other', true);
  ends.tell('one', false);
  await new Promise(setImmediate);
  expect(hasArrived).toBe(false);
  ends.tell('one', true);
  expect(await arrival).toBe(true);
});

test('one that never arrives is said by its id', () =>
  expect(createWebhookEnds().delivered('lost', 1)).rejects.toThrow('lost'));
