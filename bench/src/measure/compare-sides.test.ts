import { expect, test } from 'vitest';
import { compareSides } from './compare-sides.ts';

test('interleaves the sides, rotates their order, and forgets the first slice of each', async () => {
  const order: string[] = [];
  const side = (name: string) => async () => {
    order.push(name);
    return 1;
  };
  const costs = await compareSides(
    new Map([
      ['a', side('a')],
      ['b', side('b')],
    ]),
    { rounds: 3, sliceMs: 1 },
  );
  expect(order.join('')).toBe('ababbaab');
  expect(costs.get('a')?.cpuUs).toHaveLength(3);
  expect(costs.get('b')?.wallUs.every((us) => us > 0)).toBe(true);
});

test('counts CPU an operation, not waiting', async () => {
  const waiting = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return 1;
  };
  const costs = await compareSides(new Map([['waiter', waiting]]), { rounds: 1, sliceMs: 1 });
  const { cpuUs = [], wallUs = [] } = costs.get('waiter') ?? {};
  expect(wallUs[0]).toBeGreaterThan(40_000);
  expect(cpuUs[0]).toBeLessThan(wallUs[0] ?? 0);
});

test('counts what a server beside it spends', async () => {
  let spentUs = 0;
  const asking = async (): Promise<number> => {
    spentUs += 5_000_000;
    return 1;
  };
  const costs = await compareSides(new Map([['asking', asking]]), {
    rounds: 1,
    sliceMs: 1,
    serverCpuUs: async () => spentUs,
  });
  expect(costs.get('asking')?.cpuUs[0]).toBeGreaterThan(5_000_000);
});
