import type { Clock } from '@ragfleet/kernel';
import { PRICE_LIST, type PriceList } from '@ragfleet/pricing';
import type { Budgets, CallLedger } from '../ports/accounts.ts';
import type { AnswerCost, AnswerEvent, AnswerOutcome, EndedAnswer, Question } from '../ports/answers.ts';
import type { LevelInForce, ModelHealth } from '../ports/degradation.ts';
import type { AnswerModel } from '../ports/models.ts';
import type { AnswerEntries } from '../ports/answer-cache.ts';
import type { AuditLog, ChangeSequence, Logger, Telemetry } from '../ports/operations.ts';
import type { PiiFinder } from '../ports/pii-finder.ts';
import type { QuestionPopularity, RefreshRequests } from '../ports/popularity.ts';
import type { Rewritings } from '../ports/rewritings.ts';
import type { SemanticIndex } from '../ports/semantic-index.ts';
import type { SingleFlight } from '../ports/single-flight.ts';
import type { SearchPorts } from '../search/search-contract.ts';

/** The models that routing chooses from, and what is tried after them when they fail, best first. */
export interface AnswerModels {
  readonly standard: AnswerModel;
  readonly premium: AnswerModel;
  readonly fallbacks: readonly AnswerModel[];
  /** Configured as well: no question is routed to them, callers of a tenant that allows them may name them. */
  readonly others?: readonly AnswerModel[];
  /** Names of those in another region than the fleet's; none when left out. */
  readonly elsewhere?: ReadonlySet<string>;
}

/** The answer cache and what belongs to it. What is null or left out is off. */
export interface AnswerCachePorts {
  readonly entries: AnswerEntries;
  readonly semantic: SemanticIndex | null;
  readonly flights: SingleFlight | null;
  readonly rewritings?: Rewritings;
  readonly popularity?: Pick<QuestionPopularity, 'record'>;
  readonly refreshes?: RefreshRequests;
}

export interface CacheSettings {
  /** What all dealings of one query with the cache together may cost it. */
  readonly budgetMs: number;
  /** Above the embedder's own, for a query that names none; null takes the embedder's. */
  readonly semanticThreshold: number | null;
  /** How long an entry may still be served after its time, while it is written anew; its evidence is checked all the same. */
  readonly staleSeconds: number;
  readonly region: string;
  /** Who is asked whether two near questions mean the same, where words alone keep them apart; nobody when null or left out. */
  readonly judge?: JudgeSettings | null;
}

export interface JudgeSettings {
  /** null takes the cheapest of the models that answer the question. */
  readonly model: string | null;
  /** How long a question waits for a verdict. */
  readonly budgetMs: number;
}

export interface AnswerSettings {
  readonly maxContextTokens: number;
  readonly maxOutputTokens: number;
  /** False gives models the passages with all their filler, spaces and empty lines. */
  readonly compressesPrompt: boolean;
  /** A question that has taken longer before its model is called gets the faster one. */
  readonly targetLatencyMs: number;
  readonly isPiiDetectionOn: boolean;
  /** False keeps audit events to refusals, personal data and errors. */
  readonly auditsAllQueries: boolean;
  readonly internalEmailDomains: readonly string[];
  readonly prices: PriceList;
  readonly cache: CacheSettings;
}

/** The settings of a fleet that sets none of its own. */
export const DEFAULT_ANSWER_SETTINGS: AnswerSettings = {
  maxContextTokens: 4_000,
  maxOutputTokens: 1_000,
  compressesPrompt: true,
  targetLatencyMs: 5_000,
  isPiiDetectionOn: true,
  auditsAllQueries: true,
  internalEmailDomains: [],
  prices: PRICE_LIST,
  cache: { budgetMs: 20, semanticThreshold: null, staleSeconds: 0, region: 'us' },
};

export interface AnswerPorts extends SearchPorts {
  readonly models: AnswerModels;
  readonly cache: AnswerCachePorts;
  readonly changes: Pick<ChangeSequence, 'current'>;
  /** Nobody's money is limited when left out. */
  readonly budgets?: Budgets;
  /** What a question used before it waits for an equal one is on nobody's bill when left out. */
  readonly callLedger?: CallLedger;
  readonly audit: AuditLog;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  readonly clock: Clock;
  /** 0 to 1; spreads the ends of entries. */
  readonly random?: () => number;
  readonly degradationLevel: (tenantId: string) => Promise<LevelInForce>;
  /** Nobody counts how the models do when left out. */
  readonly modelHealth?: ModelHealth;
  /** Sees personal data that the fleet itself does not; nobody does when left out. */
  readonly piiFinder?: PiiFinder;
  readonly settings: AnswerSettings;
}

export interface AnswerListener {
  /** Aborts on cancellation, deadline and shutdown; its reason is thrown. */
  readonly signal: AbortSignal;
  readonly emit: (event: AnswerEvent) => void;
  /** A model has said something for this question, whether or not it is shown. */
  readonly onProgress?: () => void;
  /** Hears how it ended while that is being audited; the answer waits for both. May not reject. */
  readonly onEnded?: (outcome: EndedAnswer) => Promise<void>;
  /** Hears what a run has cost that ended without an outcome: it waits for an equal question, was canceled, or is repeated. */
  readonly onUnfinished?: (cost: Omit<AnswerCost, 'savedUsd'>) => void;
}

/** One question to its end. Throws the signal's reason, or a retryable Fault when the run itself may be repeated. */
export type AnswerQuestion = (question: Question, listener: AnswerListener) => Promise<AnswerOutcome>;
