const MAX_CAUSES = 5;
/** Fields that say what kind of failure it was. */
const KEPT = ['kind', 'code', 'status', 'retryAfterMs'] as const;

/**
 * An error as a log may hold it. Of its own fields only those that name the failure: libraries hang commands, requests and
 * inputs on their errors, and with them what a person wrote.
 */
export function serializeError(error: unknown, causes = MAX_CAUSES): unknown {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'Something was thrown that is no error.' };
  const { message, stack } = wordsOf(error);
  const fields = KEPT.flatMap((name) => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
  });
  return {
    type: error.name,
    message,
    ...Object.fromEntries(fields),
    stack,
    ...(error.cause !== undefined && causes > 0 && { cause: serializeError(error.cause, causes - 1) }),
  };
}

/** A parser's message quotes what it could not parse. */
function wordsOf(error: Error): { readonly message: string; readonly stack: string } {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const message = error instanceof SyntaxError ? 'A text could not be parsed.' : error.message;
  return { message, stack: [`${error.name}: ${message}`, ...frames].join('\n') };
}
