import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, trace, TraceFlags, type Tracer } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { toFault } from '@ragfleet/kernel';
import { withDeadline } from '../lifecycle/services.ts';
import { chooseSampler } from './choose-sampler.ts';
import type { SpanStart, TraceSpan, Tracing, TracingEars } from './contract.ts';
import { createTraceSpan, kindOf } from './create-trace-span.ts';
import { hearOfOverflow } from './hear-of-overflow.ts';
import { safeAttributes } from './safe-attributes.ts';
import { createSpanExporter } from './span-exporter.ts';
import { parseTraceparent } from './traceparent.ts';
import type { TracingSettings } from './tracing-variables.ts';

type OtlpSettings = TracingSettings & { readonly OTEL_EXPORTER_OTLP_ENDPOINT: string };

/** About a megabyte of spans; what comes beyond it while the collector is slow is dropped, and counted. */
const QUEUE = { maxQueueSize: 2_048, maxExportBatchSize: 256, scheduledDelayMillis: 2_000 };
/** A collector that is away must not use up the time in which the process should stop. */
const FLUSH_MS = 3_000;
const LIMITS = { attributeValueLengthLimit: 256, attributeCountLimit: 64, eventCountLimit: 0 };
const NOTHING = {};

/** Traces of this process to a collector, by OTLP over HTTP. */
export function openOtlpTracing(settings: OtlpSettings, processName: string): Tracing {
  let ears: TracingEars | null = null;
  const exporter = createSpanExporter({
    url: `${settings.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
    onLost: (spans) => ears?.onLost('not-taken', spans),
    tell: (spans, reason) =>
      ears?.logger.warn({ spans, reason }, 'spans were lost: the collector takes none'),
  });
  const selfObsMeterProvider = hearOfOverflow((spans) => ears?.onLost('queue-full', spans));
  const provider = new TracerProvider({
    sampler: chooseSampler(settings.OTEL_TRACES_SAMPLER, settings.OTEL_TRACES_SAMPLER_ARG),
    resource: resourceFromAttributes(resourceOf(settings, processName)),
    spanProcessors: [new BatchSpanProcessor({ exporter, selfObsMeterProvider, ...QUEUE })],
    spanLimits: LIMITS,
  });
  return {
    ...tracingBy(provider.getTracer('ragfleet')),
    service: (given) => {
      ears = given;
      return { name: 'traces', start: () => Promise.resolve(), stop: (ms) => flush(provider, ms) };
    },
  };
}

/** What a tracer makes of our spans. */
function tracingBy(tracer: Tracer): Omit<Tracing, 'service'> {
  const active = new AsyncLocalStorage<TraceSpan>();
  /** Of spans that have not ended. */
  const contexts = new WeakMap<TraceSpan, Context>();
  const open = ({ name, kind, attributes = {} }: SpanStart, parent: Context): TraceSpan | null => {
    const span = tracer.startSpan(
      name,
      { kind: kindOf(kind), attributes: safeAttributes(attributes) },
      parent,
    );
    if (!span.isRecording()) return null;
    const context = trace.setSpan(parent, span);
    const opened = createTraceSpan(span, {
      tracer,
      context,
      onEnded: (ended) => void contexts.delete(ended),
    });
    contexts.set(opened, context);
    return opened;
  };
  const running = async <T>(
    span: TraceSpan | null,
    work: (span: TraceSpan | null) => Promise<T>,
  ): Promise<T> => {
    if (span === null) return work(null);
    try {
      return await active.run(span, () => work(span));
    } catch (error) {
      span.fail(toFault(error).kind);
      throw error;
    } finally {
      span.end();
    }
  };
  // A timer or a connection that somebody's request began outlives it, and takes its storage along.
  const current = (): TraceSpan | null => {
    const span = active.getStore();
    return span !== undefined && contexts.has(span) ? span : null;
  };
  const contextNow = (): Context | undefined => {
    const span = active.getStore();
    return span === undefined ? undefined : contexts.get(span);
  };
  return {
    begin: (start, traceparent) => open(start, contextOf(traceparent)),
    within: (span, work) => active.run(span, work),
    continued: (traceparent, start, work) =>
      traceparent === null ? work(null) : running(open(start, contextOf(traceparent)), work),
    child: (start, work) => {
      const parent = contextNow();
      return parent === undefined ? work(null) : running(open(start, parent), work);
    },
    current,
    logFields: () => {
      const span = current();
      return span === null ? NOTHING : { traceId: span.traceId };
    },
  };
}

/** What is no traceparent begins a trace of its own. */
function contextOf(traceparent: string | null): Context {
  const remote = traceparent === null ? null : parseTraceparent(traceparent);
  if (remote === null) return ROOT_CONTEXT;
  const { traceId, spanId, isSampled } = remote;
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

const resourceOf = (settings: OtlpSettings, processName: string): Record<string, string> => ({
  'service.namespace': 'ragfleet',
  'service.instance.id': `${process.env['HOSTNAME'] ?? 'local'}-${process.pid}`,
  ...settings.OTEL_RESOURCE_ATTRIBUTES,
  'service.name':
    settings.OTEL_SERVICE_NAME ?? settings.OTEL_RESOURCE_ATTRIBUTES['service.name'] ?? processName,
});

/** What is left goes out, or is left behind: a stop never fails for the sake of its traces. */
async function flush(provider: TracerProvider, graceMs: number): Promise<void> {
  const limitMs = Math.min(FLUSH_MS, graceMs / 2);
  await withDeadline(provider.shutdown(), limitMs, 'Sending the last spans').catch(() => undefined);
}
