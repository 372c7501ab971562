import { toFault } from '@ragfleet/kernel';
import { UnrecoverableError } from 'bullmq';

/** What BullMQ keeps is the fault's own words: they never repeat what a person wrote. Only a retryable fault runs again. */
export function toJobError(error: unknown): Error {
  if (error instanceof UnrecoverableError) return error;
  const fault = toFault(error);
  return fault.isRetryable ? new Error(fault.message) : new UnrecoverableError(fault.message);
}
