import { createCanary } from '@ragfleet/guards';
import type { Clock } from '@ragfleet/kernel';
import { costOf, sumUsd } from '@ragfleet/pricing';
import type { CallAccount, CallMoney } from '../ports/accounts.ts';
import type { AnswerCost, AnswerEvent, AnswerResult, Question } from '../ports/answers.ts';
import {
  type AnswerModel,
  NO_TENANT_SETTINGS,
  type TenantAnswerSettings,
  type TokenUsage,
} from '../ports/models.ts';
import { ownLadder } from '../routing/ladders.ts';
import { isLadderOutOfReach, modelsInRegion } from '../routing/models-in-region.ts';
import type { Step, Telemetry } from '../ports/operations.ts';
import { failed, inSpan } from '../search/in-span.ts';
import type { AnswerListener, AnswerModels, AnswerPorts } from './answer-ports.ts';

export type Timings = AnswerResult['timingsMs'];

/** What one question uses, step by step, whatever becomes of it. */
export interface Usage {
  /** Model calls whose provider told what they used. */
  readonly calls: ModelCall[];
  /** Calls that failed and are charged. */
  readonly failedCalls: CallMoney[];
  /** Of calls that were cut: what was reserved for them. */
  unsettledUsd: number;
  embeddingTokens: number;
  vectorQueries: number;
}

export interface ModelCall {
  readonly purpose: 'answer' | 'rewrite' | 'judge';
  readonly model: string;
  readonly usage: TokenUsage;
}

/** One question on its way through the steps: what went wrong, what was used and how long each step took. */
export interface QueryContext {
  readonly question: Question;
  readonly ports: AnswerPorts;
  /** Those that this question may be routed to, and those that it may name. */
  readonly models: AnswerModels;
  /** False when the models that the tenant wants are in a region that its questions may not reach. */
  readonly hasModel: boolean;
  /** A word in the model's rules that no answer may hold. */
  readonly canary: string;
  readonly signal: AbortSignal;
  readonly emit: (event: AnswerEvent) => void;
  /** A model has said something. */
  readonly noteProgress: () => void;
  /** Spans that also count towards this question's timings. */
  readonly telemetry: Telemetry;
  step<T>(step: Step, run: () => Promise<T>): Promise<T>;
  /** The same for a step that waits for nothing. */
  stepNow<T>(step: Step, run: () => T): T;
  /** Reasons of a degraded answer and warnings for its reader, each once, in order. */
  readonly reasons: Set<string>;
  readonly warnings: Set<string>;
  readonly usage: Usage;
  /** Why its model is called, for the bill; `none` until one is. */
  route: string;
  /** This query's account as the route stands. */
  account(): CallAccount;
  /** Notes that the passages were those of an earlier search. */
  noteRecalled(): void;
  hasRecalled(): boolean;
  elapsedMs(): number;
  timings(): Timings;
  /** Without the calls of one purpose, where that is given. */
  cost(except?: ModelCall['purpose']): Omit<AnswerCost, 'savedUsd'>;
}

const TIMING_OF_STEP: Readonly<Partial<Record<Step, Exclude<keyof Timings, 'total'>>>> = {
  authorize: 'guard',
  sanitize: 'guard',
  pii: 'guard',
  cache_exact: 'cache',
  cache_semantic: 'cache',
  cache_store: 'cache',
  judge: 'cache',
  embed: 'embed',
  search: 'search',
  recheck: 'fetch',
  generate: 'generate',
  filter: 'generate',
};

/** One for the process: vendors keep the beginning of a prompt that stays the same, and charge less for it. */
const CANARY = createCanary();

/** Opens the context of one question; its time begins to run here. */
export function openQueryContext(
  ports: AnswerPorts,
  question: Question,
  listener: Pick<AnswerListener, 'signal' | 'emit' | 'onProgress'>,
): QueryContext {
  const { clock } = ports;
  const { signal, emit, onProgress = () => undefined } = listener;
  const startedMs = clock.monotonicMs();
  const spent = { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0 };
  const usage: Usage = { calls: [], failedCalls: [], unsettledUsd: 0, embeddingTokens: 0, vectorQueries: 0 };

  const span: Telemetry['span'] = (step, fromMs, toMs, failure) => {
    const timing = TIMING_OF_STEP[step];
    if (timing !== undefined) spent[timing] += toMs - fromMs;
    ports.telemetry.span(step, fromMs, toMs, failure);
  };
  const telemetry = { ...ports.telemetry, span };
  let isRecalled = false;
  const elapsedMs = (): number => clock.monotonicMs() - startedMs;

  const run: QueryContext = {
    question,
    ports,
    ...modelsOf(ports, question),
    canary: CANARY,
    signal,
    emit,
    noteProgress: onProgress,
    telemetry,
    ...timedSteps(telemetry, { signal, clock }),
    reasons: new Set(),
    warnings: new Set(),
    usage,
    route: 'none',
    account: () => accountOf(run),
    noteRecalled: () => {
      isRecalled = true;
    },
    hasRecalled: () => isRecalled,
    elapsedMs,
    timings: () => roundedTimings({ ...spent, total: elapsedMs() }),
    cost: (except) => costOfRun(run, except),
  };
  return run;
}

/** Steps that are told to the span when they have ended, well or badly. */
function timedSteps(
  telemetry: Telemetry,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Pick<QueryContext, 'step' | 'stepNow'> {
  return {
    step: (step, run) => (signal.aborted ? failed(signal.reason) : inSpan(telemetry, step, run, clock)),
    stepNow: (step, run) => {
      signal.throwIfAborted();
      const fromMs = clock.monotonicMs();
      try {
        const result = run();
        telemetry.span(step, fromMs, clock.monotonicMs());
        return result;
      } catch (error) {
        telemetry.span(step, fromMs, clock.monotonicMs(), { error });
        throw error;
      }
    },
  };
}

function modelsOf(ports: AnswerPorts, question: Question): Pick<QueryContext, 'models' | 'hasModel'> {
  const { ladder } = question.tenantSettings ?? NO_TENANT_SETTINGS;
  const reachable = modelsInRegion(ports.models, question.allowsCrossRegionFallback === true);
  return {
    models: ownLadder(reachable, ladder),
    hasModel: !isLadderOutOfReach(ports.models, reachable, ladder),
  };
}

/** How the tenant wants its questions answered. */
export const settingsOf = ({ question }: QueryContext): TenantAnswerSettings =>
  question.tenantSettings ?? NO_TENANT_SETTINGS;

/** The model on the account that pays for this question: the tenant's own, where it has one with that vendor. */
export function onOwnAccount(run: QueryContext, model: AnswerModel): AnswerModel {
  const key = ownKeyFor(run, model);
  return key === undefined ? model : (model.forKey?.(key) ?? model);
}

/** True where the tenant's own account pays for the model's calls, and its key and its limits decide about them. */
export const isOnOwnAccount = (run: QueryContext, model: AnswerModel): boolean =>
  ownKeyFor(run, model) !== undefined;

function ownKeyFor(run: QueryContext, model: AnswerModel): string | undefined {
  const { ownKeys } = settingsOf(run);
  if (model.vendor === undefined || model.forKey === undefined) return undefined;
  return Object.hasOwn(ownKeys, model.vendor) ? ownKeys[model.vendor] : undefined;
}

/** null when no model has written an answer. */
export const answeringModel = ({ usage }: QueryContext): string | null =>
  usage.calls.findLast(({ purpose }) => purpose === 'answer')?.model ?? null;

function accountOf({ question, route, usage }: QueryContext): CallAccount {
  const { tenantId, principalId } = question.principal;
  const onUnsettled = (usd: number): void => void (usage.unsettledUsd += usd);
  const onFailedCall = (money: CallMoney): void => void usage.failedCalls.push(money);
  return { tenantId, principalId, queryId: question.queryId, route, onUnsettled, onFailedCall };
}

const NOTHING_ELSE = { embeddingModel: null, embeddingTokens: 0, vectorQueries: 0 };
const NO_CALL = { model: null, inputTokens: 0, outputTokens: 0 };

function costOfRun(
  { usage, route, ports }: QueryContext,
  except?: ModelCall['purpose'],
): Omit<AnswerCost, 'savedUsd'> {
  const { prices } = ports.settings;
  const { calls, failedCalls, embeddingTokens, vectorQueries, unsettledUsd } = usage;
  const beside = { ...NO_CALL, embeddingModel: ports.embedder.model, embeddingTokens, vectorQueries };
  const { embeddingUsd, vectorUsd, totalUsd } = costOf(beside, prices);
  const ofCalls = calls
    .filter(({ purpose }) => purpose !== except)
    .map(({ model, usage: used }) => costOf({ model, ...used, ...NOTHING_ELSE }, prices));
  const charged = [...ofCalls, ...failedCalls];
  const inputUsd = sumUsd(charged.map((money) => money.inputUsd));
  const outputUsd = sumUsd(charged.map((money) => money.outputUsd));
  return {
    inputUsd,
    outputUsd,
    embeddingUsd,
    vectorUsd,
    unsettledUsd,
    totalUsd: sumUsd([totalUsd, inputUsd, outputUsd, unsettledUsd]),
    route,
  };
}

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
