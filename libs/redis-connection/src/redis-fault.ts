import { Fault } from '@ragfleet/kernel';

// Replies by which a server says that it cannot serve now, though the command was right.
const SERVER_IS_AWAY =
  /^(LOADING|READONLY|MASTERDOWN|MISCONF|CLUSTERDOWN|NOREPLICAS|TRYAGAIN|BUSY|UNKILLABLE)\b/;
const SERVER_IS_FULL = /^OOM\b|OOM command not allowed/;

/**
 * Redis's failures in the fleet's words. Lost connections, timeouts and a server that cannot serve now are `unavailable`
 * (a write may have happened); a full server is `overloaded`; any other error reply is a defect of ours, `internal`.
 */
export function redisFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = reasonOf(error);
  if (SERVER_IS_FULL.test(message)) {
    return new Fault('overloaded', 'Redis is full. Try again when the backlog has drained.', {
      cause: error,
      retryAfterMs: 5_000,
    });
  }
  if (isErrorReply(error) && !SERVER_IS_AWAY.test(message)) {
    return new Fault('internal', 'Redis refused a command.', { cause: error });
  }
  return new Fault('unavailable', 'Redis did not answer. Whether a write happened is unknown.', {
    cause: error,
    retryAfterMs: 1_000,
  });
}

/** What the server said; of a transaction that was refused, what it said of the first command that it would not take. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const before: readonly unknown[] =
    'previousErrors' in error && Array.isArray(error.previousErrors) ? error.previousErrors : [];
  const [first] = before;
  return first instanceof Error ? first.message : error.message;
}

const isErrorReply = (error: unknown): boolean => error instanceof Error && error.name === 'ReplyError';

/** Awaits a Redis command and throws its failure as a Fault. */
export async function redisReply<Reply>(command: Promise<Reply>): Promise<Reply> {
  try {
    return await command;
  } catch (error) {
    throw redisFault(error);
  }
}
