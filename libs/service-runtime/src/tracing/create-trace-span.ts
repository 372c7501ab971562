import { type Context, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { EndedStep, SpanKind as KindName, TraceSpan } from './contract.ts';
import { nestSteps } from './nest-steps.ts';
import { safeAttributes } from './safe-attributes.ts';
import { formatTraceparent } from './traceparent.ts';

const KINDS: Readonly<Record<KindName, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
export const kindOf = (kind: KindName): SpanKind => KINDS[kind];

/** An ingestion may have any number of calls: beyond these they are counted alone. */
const MAX_STEPS = 256;

export interface SpanPlace {
  readonly tracer: Tracer;
  /** That of the span itself. */
  readonly context: Context;
  readonly onEnded: (span: TraceSpan) => void;
}

/** A span of the SDK in our words. What is told to it is kept until its end, and costs the work nothing before. */
export function createTraceSpan(span: Span, { tracer, context, onEnded }: SpanPlace): TraceSpan {
  const { traceId, spanId } = span.spanContext();
  // What a reading of the monotonic clock is in the time of day, for all spans of this one alike.
  const epochMs = Date.now() - performance.now();
  const steps: EndedStep[] = [];
  let untold = 0;
  const opened: TraceSpan = {
    traceId,
    traceparent: formatTraceparent({ traceId, spanId, isSampled: true }),
    rename: (name) => void span.updateName(name),
    set: (attributes) => void span.setAttributes(safeAttributes(attributes)),
    fail: (kind) => markFailed(span, kind),
    tell: (step) => {
      if (steps.length < MAX_STEPS) steps.push(step);
      else untold += 1;
    },
    end: () => {
      writeSteps(steps, tracer, context, epochMs);
      if (untold > 0) span.setAttribute('ragfleet.steps_left_out', untold);
      span.end();
      onEnded(opened);
    },
  };
  return opened;
}

/** The kind alone: a message may quote what somebody wrote. */
function markFailed(span: Span, kind: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: kind });
  span.setAttribute('error.type', kind);
}

function writeSteps(steps: readonly EndedStep[], tracer: Tracer, outer: Context, epochMs: number): void {
  const contexts: Context[] = [];
  for (const { step, parentAt } of nestSteps(steps)) {
    const parent = contexts[parentAt] ?? outer;
    const { name, kind, attributes = {}, fromMs, toMs, failure } = step;
    const start = { kind: kindOf(kind), startTime: epochMs + fromMs, attributes: safeAttributes(attributes) };
    const span = tracer.startSpan(name, start, parent);
    if (failure !== null) markFailed(span, failure);
    span.end(epochMs + toMs);
    contexts.push(trace.setSpan(parent, span));
  }
}
