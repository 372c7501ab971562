import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { expect, it } from 'vitest';
import { replyOf } from './reply-of.ts';

const MAX_BYTES = 1_000_000;

function reply(body: Readable): Response {
  const data = { statusCode: 200, headers: { 'content-type': 'text/event-stream' }, body };
  return replyOf(data as unknown as Dispatcher.ResponseData, MAX_BYTES);
}

it('hands on in one piece what has come by then, and all of it', async () => {
  const body = new Readable({ read: () => undefined });
  const reader = reply(body).body?.getReader();
  for (const event of ['one ', 'two ', 'three']) body.push(event);
  const first = await reader?.read();
  expect(Buffer.from(first?.value ?? []).toString()).toBe('one two three');
  body.push(' four');
  body.push(null);
  const second = await reader?.read();
  expect(Buffer.from(second?.value ?? []).toString()).toBe(' four');
  expect(await reader?.read()).toEqual({ done: true, value: undefined });
});

it('reads no further than its reader wants', async () => {
  let asked = 0;
  const body = new Readable({
    highWaterMark: 1,
    read() {
      asked += 1;
      this.push(asked < 100 ? 'x'.repeat(10) : null);
    },
  });
  const reader = reply(body).body?.getReader();
  await reader?.read();
  const after = asked;
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked - after).toBeLessThan(5);
});

it.each([
  ['lets what is left flow off for a reader that has all it came for', undefined, false],
  ['closes at once for a reader that breaks off', 'enough', true],
])('%s', async (_name, reason, isClosed) => {
  const body = Object.assign(new Readable({ read: () => undefined }), { dump: () => Promise.resolve() });
  const reader = reply(body).body?.getReader();
  body.push('one');
  await reader?.read();
  await reader?.cancel(reason);
  expect(body.destroyed).toBe(isClosed);
});
