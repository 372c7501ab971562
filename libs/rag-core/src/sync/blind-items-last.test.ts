import { expect, it } from 'vitest';
import { createSyncFixture, passDeadline } from './sync-source.fixture.ts';

it('comes to every item in its turn, where only reading tells and no pass has time for all', async () => {
  const keys = Array.from({ length: 100 }, (_, n) => `${n}.txt`);
  const fixture = createSyncFixture(Object.fromEntries(keys.map((key) => [key, `text of ${key}`])));
  fixture.source.isBlind = true;
  const { read } = fixture.source;
  const readsOfPass = async (): Promise<string[]> => {
    const asked: string[] = [];
    const deadline = passDeadline(fixture.rules);
    fixture.source.read = async (key, known, signal) => {
      if (asked.length === 40) deadline.abort();
      signal.throwIfAborted();
      asked.push(key);
      return read(key, known, signal);
    };
    expect(await fixture.pass()).toMatchObject({ outcome: 'incomplete' });
    return asked;
  };
  expect(await readsOfPass()).toEqual(keys.slice(0, 40));
  expect(await readsOfPass()).toEqual(keys.slice(40, 80));
  expect(await readsOfPass()).toEqual([...keys.slice(80), ...keys.slice(0, 20)]);
  expect(await readsOfPass()).toEqual(keys.slice(20, 60));
});

it('reads what tells its revision first', async () => {
  const fixture = createSyncFixture({ 'a.txt': 'alpha', 'b.txt': 'beta', 'c.txt': 'gamma' });
  const { list } = fixture.source;
  fixture.source.list = async function* (signal) {
    for await (const item of list(signal)) yield item.key === 'a.txt' ? { ...item, revision: null } : item;
  };
  expect(await fixture.pass()).toMatchObject({ outcome: 'completed', counts: { new: 3 } });
  expect(fixture.source.reads).toEqual(['b.txt', 'c.txt', 'a.txt']);
});
