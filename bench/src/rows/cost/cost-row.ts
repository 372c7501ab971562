import type { BenchRow, Figure, RowReport } from '../../contract.ts';
import { areMet, atMost, stated } from '../../measure/figures.ts';
import { calibrateOnTuningHalf } from '../spend/calibrate-on-tuning-half.ts';
import { QUERIES_A_DAY, SMALL_MODEL, UNCACHED_USD } from '../spend/prices.ts';
import { createProductSide, type ProductSide, type SpendLevers } from '../spend/product/product-side.ts';
import {
  type AskedInWorkload,
  FAMILIES,
  generateWorkload,
  type Half,
} from '../spend/workload/generate-workload.ts';
import { type DayPrices, priceDay, type PricedQuestion } from './price-day.ts';
import { measurePromptShares, type PromptShares } from './prompt-share.ts';
import { type PartShare, type SpendDay, spendShares } from './spend-shares.ts';

const ROW = 17;
const SEED = 7;
const QUICK_QUESTIONS = 3_000;
const MAX_BY_CACHE = 0.35;
const MAX_TOGETHER = 0.2;
const MAX_FALSE_HITS = 0.01;

export interface CostChoice {
  readonly half: Half;
  /** Asked over the day; money is told for the cost model's 50,000. */
  readonly questions: number;
}

/** The cost model's day, replayed: by the cache alone, by each part alone, and by all together. */
export const costRow = ({ half, questions }: CostChoice): BenchRow => ({
  row: ROW,
  name: nameOf(half),
  versions: () => ({}),
  run: async ({ isQuick, say }) => {
    const count = isQuick ? Math.min(questions, QUICK_QUESTIONS) : questions;
    const families = FAMILIES[half];
    const asked = generateWorkload({ families, questions: count, seed: SEED });
    const options = { families, semanticThreshold: calibrateOnTuningHalf(), questions: count };
    const replay = async (levers: SpendLevers): Promise<readonly Replayed[]> => {
      say(`  ${count} questions, ${levers.isCacheOn ? 'with' : 'without'} the cache …`);
      return serveAll(createProductSide({ ...options, levers }), asked);
    };
    const cached = await replay({ isCacheOn: true, isRoutingOn: true });
    const uncached = await replay({ isCacheOn: false, isRoutingOn: true });
    return reportOf(half, { cached, uncached, prompt: await measurePromptShares() });
  },
});

const nameOf = (half: Half): string =>
  `a day of 50,000 queries in the cost model’s prices (${half} half): cache, router and prompt`;

interface Replayed extends PricedQuestion {
  readonly isFalse: boolean;
}

async function serveAll(side: ProductSide, asked: readonly AskedInWorkload[]): Promise<Replayed[]> {
  const replayed: Replayed[] = [];
  for (const question of asked) {
    const served = await side.serve(question);
    replayed.push({ ...served, isFalse: served.isHit && served.label !== question.label });
  }
  return replayed;
}

interface Findings {
  /** The same questions with routing on, with and without the cache. */
  readonly cached: readonly Replayed[];
  readonly uncached: readonly Replayed[];
  readonly prompt: PromptShares;
}

/** Of 50,000 queries. */
const usdADay = (questions: readonly Replayed[], prices: DayPrices): number =>
  (priceDay(questions, prices) / questions.length) * QUERIES_A_DAY;

const PLAIN: DayPrices = { isRoutingOn: false, contextShare: 1 };
const NAIVE_USD = UNCACHED_USD * QUERIES_A_DAY;

function spendDayOf({ cached, uncached, prompt }: Findings): SpendDay {
  const routed = { ...PLAIN, isRoutingOn: true };
  const short = { contextShare: prompt.samePassages };
  return {
    naiveUsd: NAIVE_USD,
    aloneUsd: {
      cache: usdADay(cached, PLAIN),
      router: usdADay(uncached, routed),
      prompt: usdADay(uncached, { ...PLAIN, ...short }),
    },
    stepsUsd: [
      { part: 'cache', usd: usdADay(cached, PLAIN) },
      { part: 'router', usd: usdADay(cached, routed) },
      { part: 'prompt', usd: usdADay(cached, { ...routed, ...short }) },
    ],
  };
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const shareOf = <Item>(items: readonly Item[], is: (item: Item) => boolean): number =>
  items.filter(is).length / items.length;

function reportOf(half: Half, findings: Findings): RowReport {
  const day = spendDayOf(findings);
  const byCache = day.aloneUsd.cache;
  const together = day.stepsUsd.at(-1)?.usd ?? Number.NaN;
  const figures = {
    ...targetFigures(findings, { byCache, together }),
    ...Object.fromEntries(spendShares(day).flatMap(partFigures)),
    ...promptFigures(findings),
  };
  return {
    row: ROW,
    name: nameOf(half),
    ours: together,
    floor: null,
    peers: { 'no cache, one model': NAIVE_USD, 'cache alone': byCache },
    unit: `US dollars a day of ${QUERIES_A_DAY.toLocaleString('en')} queries, from a replay of ${findings.cached.length.toLocaleString('en')}`,
    ratio: together / NAIVE_USD,
    target: `<= ${MAX_TOGETHER}x`,
    met: areMet(figures),
    // One seeded run decides: it is the same each time.
    spread: [together / NAIVE_USD, together / NAIVE_USD],
    figures,
    rounds: {},
    details: day,
  };
}

function targetFigures(
  { cached, uncached }: Findings,
  { byCache, together }: { readonly byCache: number; readonly together: number },
): Record<string, Figure> {
  const hits = cached.filter(({ isHit }) => isHit);
  const small = shareOf(uncached, ({ writtenBy }) => writtenBy.includes(SMALL_MODEL));
  return {
    spend_by_the_cache_alone: atMost(byCache / NAIVE_USD, MAX_BY_CACHE, {
      note: `of the naive day: ${dollars(NAIVE_USD)} -> ${dollars(byCache)}; hits ${percent(hits.length / cached.length)} of ${cached.length} questions`,
    }),
    spend_together: atMost(together / NAIVE_USD, MAX_TOGETHER, {
      note: `of the naive day: ${dollars(NAIVE_USD)} -> ${dollars(together)}; ${percent(small)} of the questions are the smaller model’s`,
    }),
    false_hits: atMost(
      shareOf(hits, ({ isFalse }) => isFalse),
      MAX_FALSE_HITS,
      { unit: 'of the hits' },
    ),
  };
}

const partFigures = ({ part, alone, saved }: PartShare): [string, Figure][] => [
  ...(part === 'cache'
    ? []
    : [[`spend_by_the_${part}_alone`, stated(alone, 'of the naive day')] as [string, Figure]]),
  [`saved_by_the_${part}`, stated(saved, 'of the naive day, behind those above it')],
];

function promptFigures({ cached, prompt }: Findings): Record<string, Figure> {
  const withFive = usdADay(cached, { isRoutingOn: true, contextShare: prompt.fivePassages });
  return {
    tokens_of_the_same_passages: stated(
      prompt.samePassages,
      'of 4,000 tokens of found passages: without what neighbours repeat, and compressed',
    ),
    spend_with_five_passages: stated(
      withFive / NAIVE_USD,
      `as a query has that names no top_k, ${percent(prompt.fivePassages)} of the 4,000 tokens: ${dollars(withFive)}; not counted above`,
    ),
  };
}
