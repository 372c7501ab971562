import { expect, test } from 'vitest';
import { embedderQuartiles } from './embedder-quartiles.ts';
import { FAMILIES } from './workload/generate-workload.ts';
import { TUNING_COMPANIES } from './workload/tuning/tuning-families.ts';

const { airline, fitness, brewery, broker } = TUNING_COMPANIES;

test.each(Object.entries({ ...FAMILIES, airline, fitness, brewery, broker }))(
  'on %s changes of a slot are as near as paraphrases, other subjects are farther, strangers are far',
  (_name, families) => {
    const quartiles = embedderQuartiles(families);
    const medianOf = (kind: string): number => quartiles.get(kind)?.[2] ?? Number.NaN;
    expect(medianOf('paraphrase')).toBeGreaterThan(0.93);
    for (const kind of ['comparative', 'date', 'entity', 'negation', 'number', 'unit'])
      expect(medianOf(kind), kind).toBeGreaterThan(0.94);
    expect(medianOf('subject')).toBeLessThan(0.9);
    expect(medianOf('unrelated')).toBeLessThan(0.4);
  },
);
