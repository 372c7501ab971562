import { describe, expect, it } from 'vitest';
import { DEFAULT_GRAPH, graphPrefix, isMadeBy, planGraph } from './graphs.ts';
import { vectorTable } from './vector-table.ts';

const table = vectorTable('graphs', 3);
const prefix = graphPrefix(table, 'acme');
const ivfflat = { kind: 'ivfflat' } as const;

describe('planGraph', () => {
  it('gives an IVFFlat graph √rows lists', () => {
    const plan = planGraph(ivfflat, prefix, 20_000, []);
    expect(plan).toEqual({ name: `${prefix}ivfflat_141`, options: 'lists = 141' });
  });
  it('keeps lists until there are more than twice the rows that they were made for', () => {
    const stored = [{ name: `${prefix}ivfflat_100`, isValid: true }];
    expect(planGraph(ivfflat, prefix, 20_000, stored).name).toBe(`${prefix}ivfflat_100`);
    expect(planGraph(ivfflat, prefix, 20_001, stored).name).toBe(`${prefix}ivfflat_141`);
  });
  it('does not count on a graph whose build did not end', () => {
    const stored = [{ name: `${prefix}ivfflat_100`, isValid: false }];
    expect(planGraph(ivfflat, prefix, 19_000, stored).name).toBe(`${prefix}ivfflat_138`);
  });
  it('gives an HNSW graph the parameters that are configured, whatever its size', () => {
    const plan = planGraph({ kind: 'hnsw', m: 24, efConstruction: 100 }, prefix, 1_000_000, []);
    expect(plan).toEqual({ name: `${prefix}hnsw_24_100`, options: 'm = 24, ef_construction = 100' });
  });
});

it('names the graphs of tenants, tables and methods apart, within the 63 bytes of a name', () => {
  const longest = graphPrefix(vectorTable('m'.repeat(200), 4_000), 't'.repeat(500));
  expect(`${longest}hnsw_100_1000`.length).toBeLessThanOrEqual(63);
  expect(graphPrefix(table, 'acme2')).not.toBe(prefix);
  expect(isMadeBy(DEFAULT_GRAPH, prefix, `${prefix}hnsw_16_64`)).toBe(true);
  expect(isMadeBy(DEFAULT_GRAPH, prefix, `${prefix}hnsw_16_640`)).toBe(false);
  expect(isMadeBy(ivfflat, prefix, `${prefix}ivfflat_141`)).toBe(true);
});
