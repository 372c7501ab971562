import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { withDeadline } from '../lifecycle/services.ts';
import { chooseSampler } from './choose-sampler.ts';
import type { SpanLoss, Tracing, TracingEars } from './contract.ts';
import { hearOfOverflow } from './hear-of-overflow.ts';
import { createSpanExporter } from './span-exporter.ts';
import { traceBy } from './trace-by.ts';
import type { TracingSettings } from './tracing-variables.ts';

type OtlpSettings = TracingSettings & { readonly OTEL_EXPORTER_OTLP_ENDPOINT: string };

/** About a megabyte of spans; what comes beyond it while the collector is slow is dropped, and counted. */
const QUEUE = { maxQueueSize: 2_048, maxExportBatchSize: 256, scheduledDelayMillis: 2_000 };
/** A collector that is away must not use up the time in which the process should stop. */
const FLUSH_MS = 3_000;
const LIMITS = { attributeValueLengthLimit: 256, attributeCountLimit: 64, eventCountLimit: 0 };

/** Traces of this process to a collector, by OTLP over HTTP. */
export function openOtlpTracing(settings: OtlpSettings, processName: string): Tracing {
  let ears: TracingEars | null = null;
  const lost = (reason: SpanLoss, spans: number): void => ears?.metrics.count('spansLost', { reason }, spans);
  const exporter = createSpanExporter({
    url: `${settings.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
    onLost: (spans) => lost('not-taken', spans),
    tell: (spans, reason) =>
      ears?.logger.warn({ spans, reason }, 'spans were lost: the collector takes none'),
  });
  const selfObsMeterProvider = hearOfOverflow((spans) => lost('queue-full', spans));
  const provider = new TracerProvider({
    sampler: chooseSampler(settings.OTEL_TRACES_SAMPLER, settings.OTEL_TRACES_SAMPLER_ARG),
    resource: resourceFromAttributes(resourceOf(settings, processName)),
    spanProcessors: [new BatchSpanProcessor({ exporter, selfObsMeterProvider, ...QUEUE })],
    spanLimits: LIMITS,
  });
  return {
    ...traceBy(provider.getTracer('ragfleet')),
    service: (given) => {
      ears = given;
      return { name: 'traces', start: () => Promise.resolve(), stop: (ms) => flush(provider, ms) };
    },
  };
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
