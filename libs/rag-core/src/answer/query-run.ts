import { costOf, type PriceList, type QueryCost } from '@ragfleet/pricing';
import type { AnswerEvent, AnswerResult, Question } from '../ports/answers.ts';
import type { Step, Telemetry } from '../ports/operations.ts';
import type { AnswerPorts } from './answer-ports.ts';

export type Timings = AnswerResult['timingsMs'];

/** What one question uses, step by step, whatever becomes of it. */
export interface Usage {
  model: string | null;
  inputTokens: number;
  outputTokens: number;
  embeddingTokens: number;
  vectorQueries: number;
}

/** One question on its way through the steps: what went wrong, what was used and how long each step took. */
export interface QueryRun {
  readonly question: Question;
  readonly ports: AnswerPorts;
  readonly signal: AbortSignal;
  readonly emit: (event: AnswerEvent) => void;
  /** Spans that also count towards this question's timings. */
  readonly telemetry: Telemetry;
  step<T>(step: Step, run: () => Promise<T> | T): Promise<T>;
  /** Reasons of a degraded answer and warnings for its reader, each once, in order. */
  readonly reasons: Set<string>;
  readonly warnings: Set<string>;
  readonly usage: Usage;
  /** Notes that the passages were those of an earlier search. */
  noteRecalled(): void;
  hasRecalled(): boolean;
  elapsedMs(): number;
  timings(): Timings;
  cost(): QueryCost;
}

const TIMING_OF_STEP: Readonly<Partial<Record<Step, keyof Timings>>> = {
  authorize: 'guard',
  sanitize: 'guard',
  pii: 'guard',
  cache_exact: 'cache',
  cache_semantic: 'cache',
  cache_store: 'cache',
  embed: 'embed',
  search: 'search',
  recheck: 'fetch',
  generate: 'generate',
  filter: 'generate',
};

export function beginRun(
  ports: AnswerPorts,
  question: Question,
  listener: { readonly signal: AbortSignal; readonly emit: (event: AnswerEvent) => void },
): QueryRun {
  const { clock } = ports;
  const startedMs = clock.monotonicMs();
  const spent = { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0 };
  const usage: Usage = { model: null, inputTokens: 0, outputTokens: 0, embeddingTokens: 0, vectorQueries: 0 };

  const span = async <T>(step: Step, run: () => Promise<T>): Promise<T> => {
    listener.signal.throwIfAborted();
    const fromMs = clock.monotonicMs();
    try {
      return await ports.telemetry.span(step, run);
    } finally {
      const timing = TIMING_OF_STEP[step];
      if (timing !== undefined && timing !== 'total') spent[timing] += clock.monotonicMs() - fromMs;
    }
  };
  let isRecalled = false;
  const elapsedMs = (): number => clock.monotonicMs() - startedMs;

  return {
    question,
    ports,
    ...listener,
    telemetry: { ...ports.telemetry, span },
    step: (step, run) => span(step, async () => run()),
    reasons: new Set(),
    warnings: new Set(),
    usage,
    noteRecalled: () => {
      isRecalled = true;
    },
    hasRecalled: () => isRecalled,
    elapsedMs,
    timings: () => roundedTimings({ ...spent, total: elapsedMs() }),
    cost: () => costOfRun(usage, ports.embedder.model, ports.settings.prices),
  };
}

const costOfRun = (usage: Usage, embeddingModel: string, prices: PriceList): QueryCost =>
  costOf({ ...usage, embeddingModel }, prices);

const roundedTimings = (timings: Timings): Timings => ({
  guard: rounded(timings.guard),
  cache: rounded(timings.cache),
  embed: rounded(timings.embed),
  search: rounded(timings.search),
  fetch: rounded(timings.fetch),
  generate: rounded(timings.generate),
  total: rounded(timings.total),
});

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
