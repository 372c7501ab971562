import { choosePriceList, priceVariables } from '@ragfleet/pricing';
import { isFault } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand } from './testing/command-stage.fixture.ts';

let printed: string[];
beforeEach(() => {
  printed = [];
});

/** Runs a command where no fleet is. */
const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
  runCommand(line.split(' '), {
    fleet: () => Promise.reject(new Error('Nobody asks for a fleet.')),
    prices: async () => choosePriceList(z.object(priceVariables).parse(env)),
    print: (words) => void printed.push(words),
  });
const object = (): unknown => JSON.parse(printed.at(-1) ?? '');

describe('costs estimate', () => {
  it('estimates a month as the API does', async () => {
    expect(await run('costs estimate --daily-queries 50000 --json')).toBe(true);
    expect(printed).toHaveLength(1);
    expect(object()).toEqual({
      monthly_total: 5_899.5,
      cost_per_query: 0.003933,
      embedding_cost: 0,
      breakdown: {
        'gpt-4o-mini': { queries: 1_050_000, input_cost: 472.5, output_cost: 252, total: 724.5 },
        'gpt-4o': { queries: 450_000, input_cost: 3_375, output_cost: 1_800, total: 5_175 },
      },
      days: 30,
      prices_as_of: '2026-11-01',
    });
  });

  it('prints a table with the day of its prices, and what the factor saves in a year', async () => {
    const naive = '--query-tokens 30 --context-tokens 4000 --response-tokens 500 --models gpt-4o=1';
    await run(`costs estimate --daily-queries 50000 ${naive} --factor 0.35`);
    expect(printed).toEqual([
      '50,000 questions a day for 30 days, US dollars, prices of 2026-11-01',
      'model       questions     input    output     total',
      'gpt-4o      1,500,000  5,289.38  2,625.00  7,914.38',
      'embeddings                                     0.32',
      'in all                                     7,914.69',
      '$0.005276 a question',
      '$178,834.31 a year (365 days) less than without the factor',
    ]);
  });

  it("takes the environment's list and prices", async () => {
    const haiku = 'costs estimate --daily-queries 1 --models claude-3-5-haiku=1 --json';
    await run(haiku, { PRICE_LIST: '2025-11' });
    expect(object()).toMatchObject({ cost_per_query: 0.00125, prices_as_of: '2025-11-01' });
    await run(haiku, { MODEL_PRICES: '{"claude-3-5-haiku": {"inputUsd": 1, "outputUsd": 0}}' });
    expect(object()).toMatchObject({ cost_per_query: 0.003 });
  });

  it.each([
    ['--models gpt-9=1', /No price for gpt-9.*gpt-4o-mini/],
    ['--models gpt-4o=0.5', /^--models: .*must sum to 1/],
    ['--days 0', /^--days: /],
    ['--query-tokens 1e12', /^--query-tokens: /],
    ['--models gpt-4o=2', /^--models: /],
  ])('refuses %s and says what to do', async (flags, message) => {
    const refused = run(`costs estimate --daily-queries 1 ${flags}`);
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'invalid-input'));
    await expect(refused).rejects.toThrow(message);
  });

  it.each(['--models gpt-4o', '--models =1', '--factor much', '--days 1.5', '--context-tokens -1'])(
    'does not understand %s',
    async (flags) => {
      await expect(run(`costs estimate --daily-queries 1 ${flags}`)).rejects.toThrow('is invalid');
    },
  );

  it('needs to know how many questions', async () => {
    await expect(run('costs estimate')).rejects.toThrow('--daily-queries');
  });
});

describe('costs embeddings', () => {
  it('compares three ways to embed 10,000 documents', async () => {
    expect(await run('costs embeddings --documents 10000 --json')).toBe(true);
    expect(object()).toEqual({
      documents: 10_000,
      tokens: 5_000_000,
      model: 'text-embedding-3-small',
      realtime: { cost: 0.12, calls: 10_000 },
      batch: { cost: 0.1, calls: 100 },
      provider_batch: { cost: 0.05 },
      recommended: 'batch',
      prices_as_of: '2026-11-01',
    });
  });

  it('prints a table with the day of its prices', async () => {
    await run('costs embeddings --documents 10 --tokens 1000000');
    expect(printed).toEqual([
      '10 documents, 10,000,000 tokens, text-embedding-3-small, US dollars, prices of 2026-11-01',
      'way                       calls  cost',
      'realtime                     10  0.24',
      'batch                         1  0.20',
      "the provider's batch API         0.10",
      'Recommended: realtime',
    ]);
  });

  it('refuses a model without a price', async () => {
    await expect(run('costs embeddings --documents 10 --model own')).rejects.toThrow('No price for own');
  });
});

describe('costs vector-databases', () => {
  it('compares them as the API does', async () => {
    await run('costs vector-databases --vectors 1000000 --queries-per-month 1500000 --json');
    expect(object()).toMatchObject({
      storage_gb: 5.72,
      cheapest: 'Pinecone serverless',
      most_expensive: 'Weaviate Cloud',
      prices_as_of: '2025-11-01',
    });
  });

  it.each([
    ['--vectors 999999999999999', /^--vectors: /],
    ['--vectors 1 --dimension 0', /^--dimension: /],
    ['--vectors 1 --queries-per-month 999999999999999', /^--queries-per-month: /],
  ])('refuses %s as the API does', async (flags, message) => {
    const refused = run(`costs vector-databases ${flags}`);
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'invalid-input'));
    await expect(refused).rejects.toThrow(message);
  });

  it('prints a table with the day of its prices, and what they hide', async () => {
    await run('costs vector-databases --vectors 2000000 --writes-per-month 1000000');
    expect(printed.slice(0, 3)).toEqual([
      '2,000,000 vectors of 1536 numbers, 11.44 GB, US dollars, prices of 2025-11-01',
      'service               a month',
      'Pinecone serverless      5.78',
    ]);
    expect(printed).toContain('Pinecone pod s1        140.00');
    expect(printed.at(-1)).toMatch(/^Pinecone pod s1: |^Weaviate Cloud: /);
  });
});

describe('costs', () => {
  it('alone still asks the fleet', async () => {
    await expect(run('costs --json')).rejects.toThrow('Nobody asks for a fleet.');
  });
});

describe('an option of the report behind a command below it', () => {
  it.each([
    ['costs export --group-by day', '--group-by'],
    ['costs --group-by day export', '--group-by'],
    ['costs estimate --daily-queries 5 --from 2026-03-01', '--from'],
    ['costs embeddings --documents 5 --to 2026-03-01', '--to'],
  ])('is refused where that takes none: %s', async (line, option) => {
    await expect(run(line)).rejects.toThrow(`unknown option '${option}'`);
  });
});
