import { Fault, isFault } from '@ragfleet/kernel';

/** What a provider says instead of working. */
const REFUSALS = ['invalid-input', 'too-large', 'rate-limited', 'overloaded', 'budget-exhausted'] as const;
const NEVER_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Whether a failed call costs nothing: the provider refused it with a status, or was never reached. Whatever was cut
 * after the request had gone out may be charged for: silence, a reset, a stream without an end.
 */
export function isUncharged(error: unknown): boolean {
  if (isFault(error, ...REFUSALS)) return true;
  const cause = error instanceof Fault ? error.cause : error;
  return hasErrorStatus(cause) || wasNeverReached(cause);
}

function hasErrorStatus(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('status' in cause)) return false;
  return typeof cause.status === 'number' && cause.status >= 400;
}

/** Clients wrap the socket's error, some twice. */
function wasNeverReached(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  if ('code' in error && typeof error.code === 'string' && NEVER_REACHED.has(error.code)) return true;
  return wasNeverReached(error.cause, depth + 1);
}
