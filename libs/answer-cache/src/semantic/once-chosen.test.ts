import { Fault, isFault } from '@ragfleet/kernel';
import { createInMemorySemanticIndex } from '@ragfleet/test-support';
import { expect, it, vi } from 'vitest';
import { type OnceChosen, onceChosen } from './once-chosen.ts';

const away = new Fault('unavailable', 'Away.');
const refusal = new Fault('invalid-input', 'Needs Redis 8.');
const choice = { index: createInMemorySemanticIndex(), reason: 'the test' };
const space = { tenantId: 't', spaceId: 's', model: 'm', dimension: 1 };
const remove = (index: Awaited<ReturnType<typeof onceChosen>>): Promise<void> => index.remove(space, []);

it('is refused at start where what was asked for cannot be had', async () => {
  const choose = vi.fn<OnceChosen['choose']>().mockRejectedValue(refusal);
  await expect(onceChosen({ choose, onChosen: () => {}, nowMs: Date.now })).rejects.toBe(refusal);
});

it('asks servers that are away again at most every 2 s, and makes nobody wait for it', async () => {
  let nowMs = 0;
  const later = Promise.withResolvers<typeof choice>();
  const choose = vi.fn<OnceChosen['choose']>().mockRejectedValueOnce(away).mockReturnValue(later.promise);
  const onChosen = vi.fn<OnceChosen['onChosen']>();
  const index = await onceChosen({ choose, onChosen, nowMs: () => nowMs });
  nowMs = 1_999;
  await remove(index);
  expect(choose).toHaveBeenCalledTimes(1);
  nowMs = 2_000;
  await Promise.all([remove(index), remove(index), remove(index)]);
  expect(choose).toHaveBeenCalledTimes(2);
  expect(index.name).toBe('not-chosen');
  later.resolve(choice);
  await vi.waitFor(() => expect(index.name).toBe('in-memory'));
  expect(onChosen.mock.calls).toEqual([[choice]]);
});

it('lets the calls be the refusal that comes later, until the servers can do it', async () => {
  let nowMs = 0;
  const choose = vi
    .fn<OnceChosen['choose']>()
    .mockRejectedValueOnce(away)
    .mockRejectedValueOnce(refusal)
    .mockResolvedValue(choice);
  const index = await onceChosen({ choose, onChosen: () => {}, nowMs: () => nowMs });
  nowMs = 2_000;
  await remove(index);
  await expect(vi.waitUntil(() => remove(index).then(() => false))).rejects.toSatisfy((error) =>
    isFault(error, 'invalid-input'),
  );
  nowMs = 4_000;
  await remove(index).catch(() => undefined);
  await vi.waitFor(() => expect(index.name).toBe('in-memory'));
  await expect(remove(index)).resolves.toBeUndefined();
});
