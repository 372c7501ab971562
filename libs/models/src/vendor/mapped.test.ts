import { expect, it } from 'vitest';
import { mapped } from './mapped.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const item of items) read.push(item);
  return read;
}

async function* counting(left: string[]): AsyncGenerator<number> {
  try {
    yield 1;
    yield 2;
    yield 3;
  } finally {
    left.push('left');
  }
}

it('maps each item', async () => {
  expect(await all(mapped(counting([]), (one) => one * 2))).toEqual([2, 4, 6]);
});

it('leaves the source when its reader goes', async () => {
  const left: string[] = [];
  for await (const one of mapped(counting(left), (one) => one * 2)) if (one === 4) break;
  expect(left).toEqual(['left']);
});

it('leaves the source when an item cannot be mapped', async () => {
  const left: string[] = [];
  const broken = mapped(counting(left), (one) => {
    if (one === 2) throw new Error('no event');
    return one;
  });
  await expect(all(broken)).rejects.toThrow('no event');
  expect(left).toEqual(['left']);
});

it('fails as its source fails', async () => {
  const source = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('reset')) }),
  };
  await expect(all(mapped(source, (one) => one))).rejects.toThrow('reset');
});
