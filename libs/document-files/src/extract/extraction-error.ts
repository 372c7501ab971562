import type { ExtractionReason } from '../contract.ts';

/** What is wrong with a file, thrown where it is seen. The message says the fix and quotes nothing of the file. */
export class ExtractionError extends Error {
  readonly reason: ExtractionReason;

  constructor(reason: ExtractionReason, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ExtractionError';
    this.reason = reason;
  }
}

/** A reader's failure in the terms of the contract. What says nothing better is a damaged file. */
export function toExtractionError(error: unknown, what: string): ExtractionError {
  if (error instanceof ExtractionError) return error;
  const message = error instanceof Error ? error.message : '';
  if (error instanceof RangeError && message.includes('call stack'))
    return new ExtractionError(
      'too-complex',
      `The ${what} nests its parts too deep to be read. Save it as plain text or as a simpler ${what}.`,
      { cause: error },
    );
  if (error instanceof RangeError && /allocation|invalid (string|array) length/i.test(message))
    return new ExtractionError(
      'too-much-memory',
      `The ${what} needs more memory than a file may have. Split it into smaller files.`,
      { cause: error },
    );
  return new ExtractionError(
    'damaged',
    `The ${what} is damaged or incomplete. Open it in the program that made it and save it again.`,
    { cause: error },
  );
}
