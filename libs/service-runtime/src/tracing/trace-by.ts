import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, trace, TraceFlags, type Tracer } from '@opentelemetry/api';
import { toFault } from '@ragfleet/kernel';
import type { SpanStart, TraceSpan, Tracing } from './contract.ts';
import { createTraceSpan, kindOf } from './create-trace-span.ts';
import { safeAttributes } from './safe-attributes.ts';
import { parseTraceparent } from './traceparent.ts';

const NOTHING = {};

/** What a tracer makes of our spans. */
export function traceBy(tracer: Tracer): Omit<Tracing, 'service'> {
  const active = new AsyncLocalStorage<TraceSpan>();
  const open = openSpans(tracer);
  const running: typeof runInside = (span, work) =>
    runInside(span, (opened) => (opened === null ? work(null) : active.run(opened, () => work(opened))));
  // A timer or a connection that somebody's request began outlives it, and takes its storage along.
  const now = (): OpenSpan | null => {
    const span = active.getStore();
    const context = span === undefined ? undefined : open.contextOf(span);
    return span === undefined || context === undefined ? null : { span, context };
  };
  return {
    begin: (start, traceparent) => open.begin(start, callerOf(traceparent)),
    within: (span, work) => active.run(span, work),
    continued: (traceparent, start, work) =>
      traceparent === null ? work(null) : running(open.begin(start, callerOf(traceparent)), work),
    child: (start, work) => {
      const parent = now();
      return parent === null ? work(null) : running(open.begin(start, parent.context), work);
    },
    current: () => now()?.span ?? null,
    logFields: () => {
      const span = now()?.span;
      return span === undefined ? NOTHING : { traceId: span.traceId };
    },
  };
}

interface OpenSpan {
  readonly span: TraceSpan;
  readonly context: Context;
}

interface OpenSpans {
  /** null when the trace is not sampled. */
  begin(start: SpanStart, parent: Context): TraceSpan | null;
  /** undefined once it has ended. */
  contextOf(span: TraceSpan): Context | undefined;
}

/** The spans that have not ended, with what their children are put under. */
function openSpans(tracer: Tracer): OpenSpans {
  const contexts = new WeakMap<TraceSpan, Context>();
  const onEnded = (ended: TraceSpan): void => void contexts.delete(ended);
  return {
    begin: ({ name, kind, attributes = {} }, parent) => {
      const start = { kind: kindOf(kind), attributes: safeAttributes(attributes) };
      const span = tracer.startSpan(name, start, parent);
      if (!span.isRecording()) return null;
      const context = trace.setSpan(parent, span);
      const opened = createTraceSpan(span, { tracer, context, onEnded });
      contexts.set(opened, context);
      return opened;
    },
    contextOf: (span) => contexts.get(span),
  };
}

/** The work, after which the span has ended, well or badly. */
async function runInside<T>(
  span: TraceSpan | null,
  work: (span: TraceSpan | null) => Promise<T>,
): Promise<T> {
  if (span === null) return work(null);
  try {
    return await work(span);
  } catch (error) {
    span.fail(toFault(error).kind);
    throw error;
  } finally {
    span.end();
  }
}

/** What is no traceparent begins a trace of its own. */
function callerOf(traceparent: string | null): Context {
  const remote = traceparent === null ? null : parseTraceparent(traceparent);
  if (remote === null) return ROOT_CONTEXT;
  const { traceId, spanId, isSampled } = remote;
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
