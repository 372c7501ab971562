import { type FaultKind, toFault } from '@ragfleet/kernel';
import type { AnswerModel } from '../ports/models.ts';
import { isUnbooked } from '../ports/unbooked-fault.ts';
import { isLeak } from './leak-fault.ts';
import type { QueryRun } from './query-run.ts';

/** What is done at each model of a ladder. Attempts count from 1. */
export interface Climb<T> {
  readonly write: (model: AnswerModel, attempt: number) => Promise<T>;
  /** Takes back what the attempt before has shown. */
  readonly reset: (attempt: number, reason: string) => void;
}

/**
 * Lets the models of the ladder write, the next one when one fails; a failed run's text is taken back by a reset.
 * null when all of them failed. Thrown are the caller's abort, and that the books are away: no model is called without them.
 */
export async function climbLadder<T>(
  run: QueryRun,
  ladder: readonly AnswerModel[],
  { write, reset }: Climb<T>,
): Promise<T | null> {
  const failures: Failure[] = [];
  for (const [at, model] of ladder.entries()) {
    if (at > 0) reset(at + 1, fallbackReason(failures));
    try {
      const written = await write(model, at + 1);
      recordHealth(run, failures, true);
      if (at > 0) run.reasons.add(fallbackReason(failures));
      if (failures.some((kind) => kind !== 'budget-exhausted')) run.warnings.add('fallback-model');
      return written;
    } catch (error) {
      run.signal.throwIfAborted();
      if (isUnbooked(error)) throw error;
      const { kind } = toFault(error);
      failures.push(isLeak(error) ? 'leak' : kind);
      run.ports.logger.warn(
        { queryId: run.question.queryId, model: model.name, kind },
        'answer model failed',
      );
    }
  }
  recordHealth(run, failures, false);
  // What is left of the month holds not even the cheapest call.
  if (failures.at(-1) === 'budget-exhausted') run.reasons.add('budget-passages');
  if (ladder.length > 0) reset(ladder.length + 1, 'model-unavailable');
  return null;
}

type Failure = FaultKind | 'leak';

/** A call that the budget does not hold says nothing about its model, and neither does an answer that was asked to be bad. */
function recordHealth({ ports }: QueryRun, failures: readonly Failure[], isWritten: boolean): void {
  const failedCalls = failures.filter((kind) => kind !== 'budget-exhausted' && kind !== 'leak').length;
  if (!isWritten && failedCalls === 0) return;
  ports.modelHealth?.record({
    calls: failedCalls + (isWritten ? 1 : 0),
    failedCalls,
    questions: 1,
    unansweredQuestions: isWritten ? 0 : 1,
  });
}

/** The next model answers because the budget does not hold the one before, or because that one failed. */
const fallbackReason = (failures: readonly Failure[]): string =>
  failures.every((kind) => kind === 'budget-exhausted') ? 'budget-model' : 'model-fallback';
