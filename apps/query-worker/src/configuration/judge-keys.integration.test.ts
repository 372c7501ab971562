import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openConfiguredWorker } from './configured-worker.fixture.ts';

const { start, ask, cache, double, asService } = await openConfiguredWorker();
const ASKED = 'How many days of annual leave are glimmed in the portal?';
const REWORDED = 'How many days of annual leave are frobbed in the portal?';
const cached = { cache: 'default' } as const;
const judging = {
  ...asService,
  EMBEDDING_MODEL: 'local',
  SEMANTIC_CACHE_THRESHOLD: '0.5',
  MODEL_LADDER: 'gpt-4o,gpt-4o-mini',
  CACHE_JUDGE: 'on',
  CACHE_JUDGE_MS: '5000',
};
const CODES = /Reply (\d) if both questions mean the same/;
const codeIn = (texts: readonly string[]): string | undefined => CODES.exec(texts.join('\n'))?.[1];
/** The models that were asked about two questions. */
const judges = () =>
  double.requests.filter(({ texts }) => codeIn(texts) !== undefined).map(({ model }) => model);

beforeEach(async () => {
  await cache.redis.flushall();
  double.reply(({ texts }) => ({ text: codeIn(texts) ?? 'They are 27 [1].' }));
});

const tierOf = async (variables: Readonly<Record<string, string>>) => {
  await cache.redis.flushall();
  await start({ ...judging, ...variables });
  await ask(ASKED, cached);
  const { result } = await ask(REWORDED, cached);
  return result?.cache.tier;
};

describe('variables of the judge of near questions', () => {
  it('CACHE_JUDGE: whether a model is asked if both mean the same', async () => {
    const before = judges().length;
    expect(await tierOf({ CACHE_JUDGE: 'off' })).toBeNull();
    expect(judges()).toHaveLength(before);
    expect(await tierOf({})).toBe('semantic');
    expect(judges().slice(before)).toEqual(['gpt-4o-mini']);
    // The verdict is on the entry, in the store: nobody is asked again.
    await start(judging);
    expect((await ask(REWORDED, cached)).result?.cache.tier).toBe('semantic');
    expect(judges()).toHaveLength(before + 1);
  });

  it('CACHE_JUDGE_MODEL: who is asked', async () => {
    for (const model of ['gpt-4o', 'gpt-4.1']) {
      expect(await tierOf({ OTHER_MODELS: 'gpt-4.1', CACHE_JUDGE_MODEL: model })).toBe('semantic');
      expect(judges().at(-1)).toBe(model);
    }
    await expect(start({ ...judging, CACHE_JUDGE_MODEL: 'gpt-4.1' })).rejects.toThrow(
      'CACHE_JUDGE_MODEL: gpt-4.1 is no vendor’s model of this fleet. Add it to OTHER_MODELS',
    );
  });

  it('CACHE_JUDGE_MS: how long a question waits for the verdict', async () => {
    double.pace(({ texts }) => (codeIn(texts) === undefined ? {} : { firstTokenMs: 700 }));
    onTestFinished(() => double.pace({}));
    expect(await tierOf({ CACHE_JUDGE_MS: '50' })).toBeNull();
    expect(await tierOf({ CACHE_JUDGE_MS: '5000' })).toBe('semantic');
  });
});
