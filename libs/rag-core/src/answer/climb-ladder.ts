import { type FaultKind, isFault, toFault } from '@ragfleet/kernel';
import type { AnswerModel } from '../ports/models.ts';
import { isUnbooked } from '../ports/unbooked-fault.ts';
import { isLeak } from './leak-fault.ts';
import { isOnOwnAccount, type QueryContext } from './query-context.ts';

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
  run: QueryContext,
  ladder: readonly AnswerModel[],
  { write, reset }: Climb<T>,
): Promise<T | null> {
  const failures: Failure[] = [];
  for (const [at, model] of ladder.entries()) {
    if (at > 0) reset(at + 1, fallbackReason(failures));
    try {
      const written = await write(model, at + 1);
      recordHealth(run, failures, model);
      if (at > 0) run.reasons.add(fallbackReason(failures));
      if (failures.some(({ kind }) => kind !== 'budget-exhausted')) run.warnings.add('fallback-model');
      return written;
    } catch (error) {
      run.signal.throwIfAborted();
      if (isUnbooked(error)) throw error;
      const { kind } = toFault(error);
      failures.push({ kind, isOfModel: isOfModel(error) && !isOnOwnAccount(run, model) });
      run.ports.logger.warn(
        { queryId: run.question.queryId, model: model.name, kind },
        'answer model failed',
      );
    }
  }
  recordHealth(run, failures, null);
  // What is left of the month holds not even the cheapest call.
  if (failures.at(-1)?.kind === 'budget-exhausted') run.reasons.add('budget-passages');
  if (ladder.length > 0) reset(ladder.length + 1, 'model-unavailable');
  return null;
}

interface Failure {
  readonly kind: FaultKind;
  /** Whether it says anything about the model's health, which every tenant's service goes by. */
  readonly isOfModel: boolean;
}

/** A call that the budget does not hold, a prompt that is refused, and an answer that was asked to be bad say nothing. */
const isOfModel = (error: unknown): boolean =>
  !isFault(error, 'budget-exhausted', 'invalid-input', 'too-large') && !isLeak(error);

/** What a tenant's own account makes of its calls, its answers among it, is told of nobody's model. */
function recordHealth(run: QueryContext, failures: readonly Failure[], writer: AnswerModel | null): void {
  const failedCalls = failures.filter((failure) => failure.isOfModel).length;
  const answers = writer === null || isOnOwnAccount(run, writer) ? 0 : 1;
  const calls = failedCalls + answers;
  if (calls === 0) return;
  const unansweredQuestions = writer === null ? 1 : 0;
  run.ports.modelHealth?.record({ calls, failedCalls, questions: 1, unansweredQuestions });
}

/** The next model answers because the budget does not hold the one before, or because that one failed. */
const fallbackReason = (failures: readonly Failure[]): string =>
  failures.every(({ kind }) => kind === 'budget-exhausted') ? 'budget-model' : 'model-fallback';
