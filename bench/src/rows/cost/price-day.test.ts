import { describe, expect, it } from 'vitest';
import { EMBEDDING_USD, MODEL, queryUsd, SMALL_MODEL, UNCACHED_USD } from '../spend/prices.ts';
import { createProductSide } from '../spend/product/product-side.ts';
import { tallySpend } from '../spend/tally-spend.ts';
import { generateWorkload } from '../spend/workload/generate-workload.ts';
import { TUNING_COMPANIES } from '../spend/workload/tuning/tuning-families.ts';
import { priceDay, type PricedQuestion } from './price-day.ts';

const PLAIN = { isRoutingOn: false, contextShare: 1 };
const written = (model: string): PricedQuestion => ({
  isHit: false,
  usd: queryUsd(model),
  writtenBy: [model],
});
const HIT: PricedQuestion = { isHit: true, usd: EMBEDDING_USD, writtenBy: [] };

describe('the price of a day', () => {
  it('is the cost model’s for each question that one model answers from all of its context', () => {
    expect(priceDay([written(MODEL), written(MODEL)], PLAIN)).toBeCloseTo(2 * UNCACHED_USD, 12);
    expect(priceDay([written(SMALL_MODEL)], PLAIN)).toBeCloseTo(UNCACHED_USD, 12);
  });

  it('is the smaller model’s where routing is on, and less with a shorter prompt', () => {
    const day = [written(SMALL_MODEL)];
    expect(priceDay(day, { ...PLAIN, isRoutingOn: true })).toBeCloseTo(queryUsd(SMALL_MODEL), 12);
    const shorter = priceDay(day, { isRoutingOn: true, contextShare: 0.5 });
    expect(shorter).toBeCloseTo(queryUsd(SMALL_MODEL, 2_000), 12);
  });

  it('is an embedding for a hit, and a generation for one that was written anew ahead of its end', () => {
    expect(priceDay([HIT], PLAIN)).toBeCloseTo(EMBEDDING_USD, 12);
    const refreshed = { ...HIT, usd: EMBEDDING_USD + queryUsd(SMALL_MODEL), writtenBy: [SMALL_MODEL] };
    expect(priceDay([refreshed], PLAIN)).toBeCloseTo(EMBEDDING_USD + UNCACHED_USD, 12);
  });

  it('is what a replay with the cache alone comes to, although it was replayed with routing', async () => {
    const families = TUNING_COMPANIES.parks;
    const questions = 200;
    const asked = generateWorkload({ families, questions, seed: 7 });
    const options = { families, questions, semanticThreshold: 0.9 };
    const alone = await tallySpend(createProductSide(options), asked);
    const routed = createProductSide({ ...options, levers: { isCacheOn: true, isRoutingOn: true } });
    const served = [];
    for (const question of asked) served.push(await routed.serve(question));
    expect(served.filter(({ isHit }) => isHit).length).toBe(alone.hits);
    expect(priceDay(served, PLAIN)).toBeCloseTo(alone.usd, 9);
    expect(priceDay(served, { ...PLAIN, isRoutingOn: true })).toBeLessThan(alone.usd);
  });
});
