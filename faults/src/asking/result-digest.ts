import { createHash } from 'node:crypto';

/** What a finished query says: equal for equal results and errors, whoever tells them. */
export const resultDigestOf = ({
  result,
  error,
}: {
  readonly result?: unknown;
  readonly error: unknown;
}): string =>
  createHash('sha256')
    .update(JSON.stringify([result ?? null, error]))
    .digest('hex');
