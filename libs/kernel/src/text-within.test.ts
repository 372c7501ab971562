import { expect, it } from 'vitest';
import { textWithin } from './text-within.ts';

it('reads a body to its end, letters that are cut by chunks included', async () => {
  const bytes = Buffer.from('Müller');
  const body = new Response(new Blob([bytes.subarray(0, 2), bytes.subarray(2)])).body;
  expect(await textWithin(body, 7)).toBe('Müller');
  expect(await textWithin(null, 7)).toBe('');
});

it('lets go of what is too long at once', async () => {
  let isCanceled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(100)),
    cancel: () => {
      isCanceled = true;
    },
  });
  expect(await textWithin(endless, 1_000)).toBeNull();
  expect(isCanceled).toBe(true);
});
