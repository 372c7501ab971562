import { toFault } from '@ragfleet/kernel';
import type { SpanAttributes, SpanStart, Tracing } from '@ragfleet/service-runtime';

/** A call on its way: what is known of it when it ends, and its end. */
export interface Call {
  set(attributes: SpanAttributes): void;
  fail(error: unknown): void;
  end(): void;
}

/** A call that becomes a span of the query that runs now; null when that is not traced. */
export function beginCall(tracing: Pick<Tracing, 'current'>, start: SpanStart): Call | null {
  const span = tracing.current();
  if (span === null) return null;
  const fromMs = performance.now();
  let attributes = start.attributes ?? {};
  let failure: string | null = null;
  return {
    set: (more) => {
      attributes = { ...attributes, ...more };
    },
    fail: (error) => {
      failure = toFault(error).kind;
    },
    end: () => span.tell({ ...start, attributes, fromMs, toMs: performance.now(), failure }),
  };
}

/** The work as such a call. `of` reads from its result what is told of it. */
export async function asCall<T>(
  tracing: Pick<Tracing, 'current'>,
  start: SpanStart,
  work: () => Promise<T>,
  of: (result: T) => SpanAttributes = () => ({}),
): Promise<T> {
  const call = beginCall(tracing, start);
  if (call === null) return work();
  try {
    const result = await work();
    call.set(of(result));
    return result;
  } catch (error) {
    call.fail(error);
    throw error;
  } finally {
    call.end();
  }
}
