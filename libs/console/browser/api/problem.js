/**
 * A refusal, as RFC 9457 and the contract word it: `detail` says the fix.
 */
export class Problem extends Error {
  /**
   * @param {{ status: number, title: string, detail: string, requestId?: string | null,
   *   retryAfterSeconds?: number | null, errors?: readonly { pointer: string, message: string }[] }} facts
   */
  constructor({ status, title, detail, requestId = null, retryAfterSeconds = null, errors = [] }) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.requestId = requestId;
    this.retryAfterSeconds = retryAfterSeconds;
    this.errors = errors;
  }
}

/**
 * @param {{ status: number, text: string, requestId: string | null, retryAfter: string | null }} reply
 * @returns {Problem}
 */
export function problemOf({ status, text, requestId, retryAfter }) {
  const seconds = Number(retryAfter);
  const retryAfterSeconds = retryAfter !== null && Number.isFinite(seconds) ? seconds : null;
  const facts = { status, requestId, retryAfterSeconds };
  try {
    const { title, detail, errors } = JSON.parse(text);
    if (typeof title === 'string' && typeof detail === 'string') {
      return new Problem({ ...facts, title, detail, errors: Array.isArray(errors) ? errors : [] });
    }
  } catch {
    // Not from the fleet: a proxy in front answers pages.
  }
  return new Problem({
    ...facts,
    title: `The server answered ${status}`,
    detail: 'The reply was not the fleet’s own. Try again; if it stays, look at what stands in front of it.',
  });
}

/**
 * @param {unknown} error
 * @returns {Problem}
 */
export function toProblem(error) {
  if (error instanceof Problem) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new Problem({
      status: 0,
      title: 'No answer in time',
      detail: 'The fleet took too long. Try again in a moment.',
    });
  }
  return new Problem({
    status: 0,
    title: 'The fleet was not reached',
    detail: 'Check your connection, then try again.',
  });
}
