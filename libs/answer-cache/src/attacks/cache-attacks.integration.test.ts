import { openTestRedis } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createAttackBench } from './attack-bench.fixture.ts';
import type { CacheAttack } from './cache-attack.fixture.ts';
import { CHANGE_ATTACKS } from './change-attacks.fixture.ts';
import { NAME_ATTACKS } from './name-attacks.fixture.ts';
import { NEIGHBOR_ATTACKS } from './neighbor-attacks.fixture.ts';
import { VALUE_ATTACKS } from './value-attacks.fixture.ts';

const NOTHING_FOUND = 'No relevant documents found.';

const { redis } = await openTestRedis({ role: 'cache' });

/** `foreign` when neither an answer of his own nor one that is his by right. */
async function outcomeOf({ before, prepare }: CacheAttack): Promise<'miss' | 'own' | 'foreign' | 'not kept'> {
  const bench = createAttackBench(redis);
  const victim = await bench.ask(before);
  const isKept = victim.isFresh && victim.entry !== null && !(await bench.ask(before)).isFresh;
  if (!isKept) return 'not kept';
  const asking = await prepare(bench, victim);
  const { result, isFresh } = await bench.ask(asking);
  if (result.cache.status !== 'miss') return result.answer === victim.result.answer ? 'own' : 'foreign';
  // Who can read nothing of it is told so, and no model is asked.
  if (result.model === null) return result.answer === NOTHING_FOUND ? 'miss' : 'foreign';
  const isOwn = result.answer.includes(` of ${asking.principal?.tenantId ?? bench.tenant} `);
  return isFresh && isOwn ? 'miss' : 'foreign';
}

describe('a kept answer and who asks in another way', () => {
  it.each(NAME_ATTACKS)('$expected: $name', async (attack) => {
    expect(await outcomeOf(attack)).toBe(attack.expected);
  });
});

describe('a kept answer and what has changed since', () => {
  it.each(CHANGE_ATTACKS)('$expected: $name', async (attack) => {
    expect(await outcomeOf(attack)).toBe(attack.expected);
  });
});

describe('a cache Redis that somebody has written into', () => {
  it.each([...VALUE_ATTACKS, ...NEIGHBOR_ATTACKS])('$expected: $name', async (attack) => {
    expect(await outcomeOf(attack)).toBe(attack.expected);
  });
});
