import type { AccessSet, Clock, TenantPrincipal } from '@ragfleet/kernel';
import type { Quality } from '../ports/answers.ts';
import type { Logger } from '../ports/operations.ts';
import type { QuestionPopularity, RepeatableQuestion } from '../ports/popularity.ts';

/** A question to have an answer ready for. */
export interface WarmableQuestion extends Omit<RepeatableQuestion, 'quality'> {
  /** null takes what a question gets that names none. */
  readonly quality: Quality | null;
}

/** Questions to ask as those who have one access. */
export interface WarmGroup {
  readonly access: AccessSet;
  readonly questions: readonly WarmableQuestion[];
}

export interface WarmCommand {
  readonly tenantId: string;
  /** The same when a run is repeated that a crash or a shutdown interrupted: nothing is then asked twice. */
  readonly warmId: string;
  /** Asked first. */
  readonly groups: readonly WarmGroup[];
  /** How many of what people of each access ask most; null takes the groups alone. */
  readonly popular: { readonly questions: number; readonly minPeople: number } | null;
  readonly deadlineAtMs: number;
}

/** One question of a run, and as whom it is asked. */
export interface WarmQuestion {
  readonly warmId: string;
  /** Its own inside the run, and the same when the run is repeated. */
  readonly name: string;
  readonly principal: TenantPrincipal;
  readonly question: WarmableQuestion;
}

export interface WarmAnswer {
  readonly isRefreshed: boolean;
  /** null when it is not known, as of a question that failed on its way. */
  readonly costUsd: number | null;
  /** Asked by an earlier attempt of the same run. */
  readonly isRepeated: boolean;
}

export interface WarmAsker {
  /**
   * Asks as anybody does, with the cache mode `refresh`, and waits for the end. Faults: `overloaded` and `rate-limited`
   * when it was not admitted, `unavailable`.
   */
  ask(question: WarmQuestion, signal: AbortSignal): Promise<WarmAnswer>;
  /** How long the question's entry still lives; null when it is missing or cannot live for `neededMs`. */
  entryLifeMs?(question: WarmQuestion, neededMs: number, signal: AbortSignal): Promise<number | null>;
}

/** What warming may spend for a tenant in a day, over all of its runs. Faults: unavailable. */
export interface WarmBudget {
  readonly limitUsd: number;
  /** What the dearest answer of the day cost; null when there was none. */
  dearestUsd(tenantId: string): Promise<number | null>;
  /** For one question; null when the rest of the day's budget does not suffice. */
  reserve(
    tenantId: string,
    question: { readonly warmId: string; readonly name: string },
    usd: number,
  ): Promise<WarmReservation | null>;
}

/** A part of a day's budget that is set aside. It stays spent until it is settled. */
export interface WarmReservation {
  readonly usd: number;
  /** False when an earlier attempt of the run made it and did not come to settle it. */
  readonly isNew: boolean;
  /** Replaces it by what was spent. */
  settle(spentUsd: number): Promise<void>;
}

export interface WarmReport {
  /** Found to be asked; those that a stop left out are in none of the other counts. */
  readonly questions: number;
  readonly refreshed: number;
  /** Had an entry that outlives the next run. */
  readonly skipped: number;
  readonly failed: number;
  readonly spentUsd: number;
  readonly budgetUsd: number;
  readonly stopped: 'budget' | 'deadline' | null;
}

export interface WarmPorts {
  readonly popularity: Pick<QuestionPopularity, 'top'>;
  /** Somebody who has exactly this access. */
  readonly principalFor: (access: AccessSet) => Promise<TenantPrincipal>;
  readonly asker: WarmAsker;
  readonly budget: WarmBudget;
  /** When the tenant's next run begins; null when none is scheduled. */
  readonly nextRunAtMs: (tenantId: string) => Promise<number | null>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

export interface WarmListener {
  readonly signal: AbortSignal;
  /** Hears of the run after every question. */
  readonly onProgress: (report: WarmReport) => Promise<void>;
}

/**
 * One run for one tenant. Throws the signal's reason when it is stopped from outside, and what makes a run worth
 * repeating: `unavailable`.
 */
export type WarmCache = (command: WarmCommand, listener: WarmListener) => Promise<WarmReport>;
