/**
 * What failed, in the order in which it did: what is closed after a failure may fail as well, and the platform's error
 * then has the last one in front.
 */
export const failuresOf = (error: unknown): readonly unknown[] =>
  error instanceof SuppressedError ? [...failuresOf(error.suppressed), ...failuresOf(error.error)] : [error];
