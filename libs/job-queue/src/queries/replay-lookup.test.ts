import { expect, test, vi } from 'vitest';
import { createReplayLookup, type ReadKeys } from './replay-lookup.ts';

/** A store that answers its commands, by their number, when it is told to. */
function openStore(there: readonly string[] = []) {
  const asked: { readonly keys: readonly string[]; readonly reply: (error?: Error) => void }[] = [];
  const read: ReadKeys = (keys) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly (string | null)[]>();
    const values = keys.map((key) => (there.includes(key) ? 'hash q_1' : null));
    asked.push({ keys, reply: (error) => (error === undefined ? resolve(values) : reject(error)) });
    return promise;
  };
  const reply = async (at: number, error?: Error): Promise<void> => {
    const command = await vi.waitUntil(() => asked[at]);
    command.reply(error);
  };
  const commands = (): (readonly string[])[] => asked.map(({ keys }) => keys);
  return { commands, reply, isThere: createReplayLookup(read) };
}

test('what comes while the store is asked goes in one command after it', async () => {
  const { commands, reply, isThere } = openStore(['b']);
  const answers = [isThere(['a']), isThere(['b']), isThere(['c'])];
  expect(commands()).toEqual([['a']]);
  await reply(0);
  await reply(1);
  expect(await Promise.all(answers)).toEqual([false, true, false]);
  expect(commands()).toEqual([['a'], ['b', 'c']]);
});

test('asks at once again when nobody waited', async () => {
  const { commands, reply, isThere } = openStore();
  for (const at of [0, 1]) {
    const answer = isThere([`key-${at}`]);
    await reply(at);
    expect(await answer).toBe(false);
  }
  expect(commands()).toEqual([['key-0'], ['key-1']]);
});

test('of a key with two places one is enough, and the next key has its own', async () => {
  const { reply, isThere } = openStore(['old', 'b']);
  const answers = [isThere(['a']), isThere(['old', 'new']), isThere(['c', 'd']), isThere(['b'])];
  await reply(0);
  await reply(1);
  expect(await Promise.all(answers)).toEqual([false, true, false, true]);
});

test('a store that fails fails those who asked it, and nobody who comes later', async () => {
  const { reply, isThere } = openStore();
  const [first, second] = [isThere(['a']), isThere(['b'])];
  await reply(0, new Error('away'));
  await expect(first).rejects.toThrow('away');
  await reply(1);
  expect(await second).toBe(false);
});

test('one command asks for a thousand at the most', async () => {
  const { commands, reply, isThere } = openStore();
  const answers = Array.from({ length: 1_501 }, (_, at) => isThere([`key-${at}`]));
  for (const at of [0, 1, 2]) await reply(at);
  expect(await Promise.all(answers)).not.toContain(true);
  expect(commands().map((keys) => keys.length)).toEqual([1, 1_000, 500]);
});
