import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace';

export interface SpanExporterOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Hears of every batch that was lost. */
  readonly onLost: (spans: number) => void;
  /** Hears how many spans were lost since it last heard, and why; at most once a minute. */
  readonly tell: (spans: number, reason: string) => void;
  readonly nowMs?: () => number;
}

const EXPORT_MS = 5_000;
/** A stop sends what is queued in as many batches at once. */
const MAX_AT_ONCE = 8;
/** Of a network or a status line; what a collector says in a body is not in it. */
const MAX_REASON_CHARACTERS = 120;
/** A collector that is away is away for each batch: one line a minute says as much. */
const TELL_AGAIN_MS = 60_000;

/** To the collector, in batches. One that is away costs its spans and nothing else. */
export function createSpanExporter({
  url,
  headers,
  onLost,
  tell,
  nowMs = () => performance.now(),
}: SpanExporterOptions): SpanExporter {
  const inner = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: EXPORT_MS,
    concurrencyLimit: MAX_AT_ONCE,
  });
  return tellingOfLosses(inner, { onLost, tell, nowMs });
}

/** The exporter, whose failures are counted, told once a minute and kept from the processor, which would have nobody to tell. */
export function tellingOfLosses(
  inner: SpanExporter,
  { onLost, tell, nowMs }: Required<Pick<SpanExporterOptions, 'onLost' | 'tell' | 'nowMs'>>,
): SpanExporter {
  let lost = 0;
  let toldAtMs = -Infinity;
  const note = (spans: number, { code, error }: ExportResult): void => {
    if (code === ExportResultCode.SUCCESS) return;
    onLost(spans);
    lost += spans;
    if (nowMs() - toldAtMs < TELL_AGAIN_MS) return;
    tell(lost, error?.message.slice(0, MAX_REASON_CHARACTERS) ?? 'refused');
    toldAtMs = nowMs();
    lost = 0;
  };
  return {
    export: (spans, done) =>
      inner.export(spans, (result) => {
        note(spans.length, result);
        done({ code: ExportResultCode.SUCCESS });
      }),
    shutdown: () => inner.shutdown(),
    forceFlush: () => inner.forceFlush?.() ?? Promise.resolve(),
  };
}
