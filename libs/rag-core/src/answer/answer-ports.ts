import type { Clock } from '@ragfleet/kernel';
import { PRICE_LIST, type PriceList } from '@ragfleet/pricing';
import type { AnswerEvent, AnswerOutcome, DegradationLevel, Question } from '../ports/answers.ts';
import type { AnswerModel } from '../ports/models.ts';
import type { AuditLog, ChangeSequence, ExactAnswerCache, Logger, Telemetry } from '../ports/operations.ts';
import type { SearchPorts } from '../search/search-contract.ts';

/** The models that routing chooses from, and what is tried after them when they fail, best first. */
export interface AnswerModels {
  readonly standard: AnswerModel;
  readonly premium: AnswerModel;
  readonly fallbacks: readonly AnswerModel[];
}

export interface AnswerSettings {
  readonly maxContextTokens: number;
  readonly maxOutputTokens: number;
  /** A question that has taken longer before its model is called gets the faster one. */
  readonly targetLatencyMs: number;
  readonly isPiiDetectionOn: boolean;
  /** False keeps audit events to refusals, personal data and errors. */
  readonly auditsAllQueries: boolean;
  readonly internalEmailDomains: readonly string[];
  readonly prices: PriceList;
}

export const DEFAULT_ANSWER_SETTINGS: AnswerSettings = {
  maxContextTokens: 4_000,
  maxOutputTokens: 1_000,
  targetLatencyMs: 5_000,
  isPiiDetectionOn: true,
  auditsAllQueries: true,
  internalEmailDomains: [],
  prices: PRICE_LIST,
};

export interface AnswerPorts extends SearchPorts {
  readonly models: AnswerModels;
  readonly cache: ExactAnswerCache;
  readonly changes: Pick<ChangeSequence, 'current'>;
  readonly audit: AuditLog;
  readonly telemetry: Telemetry;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly degradationLevel: (tenantId: string) => Promise<DegradationLevel>;
  readonly settings: AnswerSettings;
}

export interface AnswerListener {
  /** Aborts on cancellation, deadline and shutdown; its reason is thrown. */
  readonly signal: AbortSignal;
  readonly emit: (event: AnswerEvent) => void;
}

/** One question to its end. Throws the signal's reason, or a retryable Fault when the run itself may be repeated. */
export type AnswerQuestion = (question: Question, listener: AnswerListener) => Promise<AnswerOutcome>;
