import { problemTitle, problemType, type QueryError } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import type { Settlement } from '../queries/contract.ts';

/** A fault in the words of the resource. Its message says the fix and never echoes input, so it may be shown. */
const queryErrorOf = (fault: Fault): QueryError => ({
  type: problemType(fault.kind),
  title: problemTitle(fault.kind),
  detail: fault.message,
  retryable: fault.isRetryable,
});

export const failedBy = (fault: Fault): Settlement => ({ status: 'failed', error: queryErrorOf(fault) });

/** What a query ends with when its attempts are used up, by us or by BullMQ. */
export const gaveUp = (cause: unknown): Fault =>
  new Fault('unavailable', 'Sorry, the fleet could not answer this question now. Please ask again later.', {
    cause,
  });

export const wroteTooLong = (limitMs: number): Fault =>
  new Fault(
    'timeout',
    `The answer took more than ${limitMs / 1_000} s to write. Ask for less at a time, or have a faster model answer.`,
  );

/** Begun anew it would take as long, and be paid again. */
export const failedForGood = (fault: Fault): Settlement => ({
  status: 'failed',
  error: { ...queryErrorOf(fault), retryable: false },
});

export const EXPIRED: Settlement = {
  status: 'expired',
  error: queryErrorOf(
    new Fault('expired', 'The deadline passed before an answer was ready. Ask again with more time.'),
  ),
};
