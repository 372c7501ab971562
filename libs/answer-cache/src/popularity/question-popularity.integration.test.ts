import { randomBytes } from 'node:crypto';
import type { AccessSet } from '@ragfleet/kernel';
import type { AskedQuestion } from '@ragfleet/rag-core';
import { connectRedis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PopularityBounds } from './popularity-scripts.ts';
import { createQuestionPopularity } from './question-popularity.ts';

const DAY_MS = 86_400_000;
const sealer = createSealer(randomBytes(32).toString('base64'));
const { redis } = await openTestRedis({ role: 'cache' });
let nowMs: number;

beforeEach(async () => {
  await redis.flushall();
  nowMs = Date.UTC(2026, 5, 1, 12);
});

const bounds: PopularityBounds = {
  accesses: 3,
  questionsOfAccess: 5,
  peopleOfQuestion: 4,
  questionsOfPerson: 3,
  keptDays: 30,
};
// Long, because the machine that runs the tests may be busy; what is tested is not the clock.
const popularity = (limits?: PopularityBounds) =>
  createQuestionPopularity({
    redis,
    sealer,
    nowMs: () => nowMs,
    timeoutMs: 5_000,
    ...(limits !== undefined && { bounds: limits }),
  });

const staff: AccessSet = { tenantId: 'acme', readsAll: false, namespaces: ['hr'], department: null };
const asked = (principalId: string, text: string, access = staff): AskedQuestion => ({
  access,
  principalId,
  question: { text, namespaces: null, quality: 'standard', topK: 5, model: null },
});
const ask = async (people: readonly string[], text: string, access = staff, limits?: PopularityBounds) => {
  for (const person of people) await popularity(limits).record(asked(person, text, access));
};
const topOf = async (minPeople = 1, questions = 100, tenantId = 'acme') =>
  (await popularity().top(tenantId, { questions, minPeople })).map(({ access, questions: found }) => [
    access,
    found.map(({ text, people }) => `${text} ${people}`),
  ]);
const stored = async (): Promise<string> => {
  const keys = await redis.keys('*');
  const values = await Promise.all(
    keys.map(async (key) =>
      (await redis.type(key)) === 'hash' ? redis.hgetall(key) : redis.zrange(key, '0', '-1'),
    ),
  );
  return JSON.stringify([keys, values]);
};

describe('popular questions', () => {
  it('are those that most people asked, most first, by access', async () => {
    const all: AccessSet = { tenantId: 'acme', readsAll: true, namespaces: [], department: null };
    await ask(['ada', 'bob', 'cat'], 'How much leave?');
    await ask(['ada', 'bob'], 'Where is the office?');
    await ask(['ada'], 'Who is Zoe?');
    await ask(['dan', 'eve'], 'What did we earn?', all);
    expect(await topOf(2)).toEqual(
      expect.arrayContaining([
        [staff, ['How much leave? 3', 'Where is the office? 2']],
        [all, ['What did we earn? 2']],
      ]),
    );
    expect(await topOf(2, 1)).toEqual(
      expect.arrayContaining([
        [staff, ['How much leave? 3']],
        [all, ['What did we earn? 2']],
      ]),
    );
  });

  it('count a person once a day, however often they ask', async () => {
    const one = popularity();
    for (let n = 0; n < 10; n += 1)
      await Promise.all(Array.from({ length: 100 }, () => one.record(asked('mallory', 'Buy my thing?'))));
    await ask(['ada', 'bob'], 'How much leave?');
    expect(await topOf(2)).toEqual([[staff, ['How much leave? 2']]]);
    expect(await topOf(1)).toEqual([[staff, ['How much leave? 2', 'Buy my thing? 1']]]);
  });

  it('are one question in two spellings', async () => {
    await ask(['ada'], 'How much  leave ?');
    await ask(['bob'], 'how much leave');
    expect(await topOf(2)).toEqual([[staff, ['how much leave 2']]]);
  });

  it('lose half of their weight in a week', async () => {
    await ask(['ada', 'bob', 'cat'], 'Old?');
    nowMs += 7 * DAY_MS;
    await ask(['ada', 'bob'], 'New?');
    expect(await topOf()).toEqual([[staff, ['New? 2', 'Old? 3']]]);
    await ask(['dan'], 'Old?');
    expect(await topOf()).toEqual([[staff, ['Old? 4', 'New? 2']]]);
  });

  it('keep their order over decades', async () => {
    nowMs = Date.UTC(2076, 0, 1);
    await ask(['ada'], 'One?');
    await ask(['ada', 'bob'], 'Two?');
    expect(await topOf()).toEqual([[staff, ['Two? 2', 'One? 1']]]);
  });

  it('are forgotten when nobody asks for 30 days, and a person does not count for longer', async () => {
    await ask(['ada', 'bob'], 'How much leave?');
    nowMs += 29 * DAY_MS;
    await ask(['cat'], 'How much leave?');
    nowMs += DAY_MS;
    expect(await topOf()).toEqual([[staff, ['How much leave? 1']]]);
    const keys = await redis.keys('*');
    const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
    expect(keys.length).toBeGreaterThan(3);
    for (const life of lives) {
      expect(life).toBeGreaterThan(0);
      expect(life).toBeLessThanOrEqual(60 * DAY_MS);
    }
  });

  it('are not what the fleet asked by itself', async () => {
    await ask(['cache-warmer/a', 'cache-warmer/b'], 'How much leave?');
    expect(await topOf()).toEqual([]);
  });

  it('of one tenant are not seen by another', async () => {
    await ask(['ada', 'bob'], 'How much leave?');
    await popularity().forget('globex', 'ada');
    expect(await topOf(2, 10, 'globex')).toEqual([]);
    expect(await topOf(2)).toEqual([[staff, ['How much leave? 2']]]);
  });

  it('lie in Redis without a word or a name', async () => {
    await ask(['lovelace'], 'How much leave?', { ...staff, namespaces: ['human-resources'] });
    expect(await stored()).not.toMatch(/leave|lovelace|human/);
  });

  it('that were tampered with are none', async () => {
    await ask(['ada', 'bob'], 'How much leave?');
    const [key] = await redis.keys('rf:acme:popular-question:*');
    await redis.hset(key ?? '', 'text', sealer.seal('globex', 'popularity', '{}'));
    expect(await topOf(2)).toEqual([]);
  });
});

describe('bounds', () => {
  it('keep the most popular questions of an access, and the accesses that asked last', async () => {
    await ask(['p', 'q', 'r'], 'Popular?', staff, bounds);
    for (let n = 0; n < 8; n += 1) await ask([`person-${n}`], `Question ${n}?`, staff, bounds);
    expect(await redis.keys('rf:acme:popular-question:*')).toHaveLength(5);
    expect((await topOf(3))[0]?.[1]).toEqual(['Popular? 3']);
    for (let n = 0; n < 5; n += 1) {
      nowMs += 1;
      await ask(['ada'], 'Mine?', { ...staff, namespaces: [`team-${n}`] }, bounds);
    }
    expect(await redis.zcard('rf:acme:popular')).toBe(3);
    expect(await redis.keys('rf:acme:popular:*')).toHaveLength(3);
    expect(await redis.keys('rf:acme:popular-question:*')).toHaveLength(3);
  });

  it('give one person a few places only, so that nobody crowds the others out', async () => {
    await ask(['bob'], 'Mine?', staff, bounds);
    for (let n = 0; n < 20; n += 1) {
      nowMs += 1;
      await ask(['mallory'], `Spam ${n}?`, staff, bounds);
    }
    const [[, texts] = []] = await topOf(1);
    expect(texts).toContain('Mine? 1');
    expect(texts).toHaveLength(1 + bounds.questionsOfPerson);
    expect(await redis.zcard((await redis.keys('rf:acme:popular-person:*'))[0] ?? '')).toBeLessThanOrEqual(3);
  });

  it('keep the people of a question who asked last', async () => {
    await ask(['a', 'b', 'c', 'd', 'e', 'f'], 'Popular?', staff, bounds);
    expect(await topOf()).toEqual([[staff, ['Popular? 4']]]);
  });
});

describe('a person who is erased', () => {
  it('leaves nothing behind, and a question that nobody else asked goes', async () => {
    await ask(['ada'], 'Before?');
    const before = await stored();
    await ask(['bob', 'ada'], 'How much leave?');
    await ask(['bob'], 'What is my own matter?');
    await popularity().forget('acme', 'bob');
    expect(await topOf()).toEqual([[staff, expect.arrayContaining(['Before? 1', 'How much leave? 1'])]]);
    await popularity().forget('acme', 'ada');
    expect(await redis.keys('rf:acme:popular-*')).toEqual([]);
    expect(before).toContain('popular-person');
  });
});

describe('without a cache', () => {
  it('records nothing and never throws, while reading and erasing say so', async () => {
    const away = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'cache', name: 'away' });
    const popular = createQuestionPopularity({ redis: away, sealer });
    await expect(popular.record(asked('ada', 'How much leave?'))).resolves.toBeUndefined();
    const limits = { questions: 1, minPeople: 1 };
    await expect(popular.top('acme', limits)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(popular.forget('acme', 'ada')).rejects.toMatchObject({ kind: 'unavailable' });
    away.disconnect();
  });
});
