import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { createWarmBudget } from './warm-budget.ts';

const { redis } = await openTestRedis();

beforeEach(() => redis.flushdb());

describe('the budget of a day', () => {
  const at = (nowMs: number) => ({ nowMs: () => nowMs, monotonicMs: () => 0 });
  const noon = Date.UTC(2026, 5, 1, 12);
  const question = (name: string) => ({ warmId: 'warm_1', name });

  it('is one for all workers, to the micro-dollar', async () => {
    const open = () => createWarmBudget({ redis, limitUsd: 1, clock: at(noon) });
    const [one, other] = [open(), open()];
    const reservations = await Promise.all(
      [one, other].flatMap((budget, of) =>
        Array.from({ length: 20 }, (_, n) => budget.reserve('acme', question(`${of}-${n}`), 0.1)),
      ),
    );
    const granted = reservations.filter((reservation) => reservation !== null);
    expect(granted).toHaveLength(10);
    await granted[0]?.settle(0.05);
    expect(await one.reserve('acme', question('q1'), 0.050_001)).toBeNull();
    expect(await one.reserve('acme', question('q2'), 0.05)).not.toBeNull();
    expect(await other.reserve('acme', question('q3'), 0)).toBeNull();
  });

  it('is each tenant’s own, and new on the next day, whenever what was reserved is settled', async () => {
    const today = createWarmBudget({ redis, limitUsd: 1, clock: at(noon) });
    const tomorrow = createWarmBudget({ redis, limitUsd: 1, clock: at(noon + 86_400_000) });
    const reservation = await today.reserve('acme', question('q4'), 1);
    expect(await today.reserve('globex', question('q5'), 1)).not.toBeNull();
    expect(await today.dearestUsd('acme')).toBeNull();
    await reservation?.settle(0.5);
    expect(await today.dearestUsd('acme')).toBe(0.5);
    expect(await tomorrow.dearestUsd('acme')).toBeNull();
    expect(await tomorrow.reserve('acme', question('q6'), 1)).not.toBeNull();
    expect(await tomorrow.reserve('acme', question('q7'), 0.01)).toBeNull();
  });

  it('is not charged twice for a question of a run that is repeated before it came to settle', async () => {
    const budget = createWarmBudget({ redis, limitUsd: 1, clock: at(noon) });
    const lost = await budget.reserve('acme', question('same'), 0.75);
    const found = await budget.reserve('acme', question('same'), 0.5);
    expect([lost?.isNew, found?.isNew, found?.usd]).toEqual([true, false, 0.75]);
    await found?.settle(0.25);
    await lost?.settle(0.25);
    expect((await budget.reserve('acme', question('same'), 0.75))?.isNew).toBe(true);
    expect(await budget.reserve('acme', question('other'), 0.01)).toBeNull();
  });

  it('of nothing lets nothing be spent', async () => {
    expect(await createWarmBudget({ redis, limitUsd: 0 }).reserve('acme', question('q8'), 0)).toBeNull();
  });
});
