import type { Logger } from '../logging/create-logger.ts';
import type { Metrics } from '../metrics/create-metrics.ts';
import type { Service } from '../lifecycle/services.ts';

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** Names, numbers and states; never what a person or a model wrote. What is undefined is left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: SpanAttributes;
}

/** Work inside a span that has ended, well or badly. Times are monotonic milliseconds of this process. */
export interface EndedStep extends SpanStart {
  readonly fromMs: number;
  readonly toMs: number;
  /** What kind of failure ended it; null when it ended well. */
  readonly failure: string | null;
}

/** A span that is recorded: its trace is one of those that are sampled. */
export interface TraceSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** W3C Trace Context: what goes with a message so that its receiver continues this trace. */
  readonly traceparent: string;
  rename(name: string): void;
  set(attributes: SpanAttributes): void;
  /** Ended badly, by this kind of failure. */
  fail(kind: string): void;
  /** Work inside it that has ended. What lies within the time of another becomes its child. */
  tell(step: EndedStep): void;
  /** Once. What is told after it is lost. */
  end(): void;
}

/** Why a span never arrived: the collector did not take its batch, or too many waited for it. */
export type SpanLoss = 'not-taken' | 'queue-full';

/** Who hears of spans that were lost. */
export interface TracingEars {
  readonly logger: Pick<Logger, 'warn'>;
  /** At once, and of every one, by why it was lost. */
  readonly metrics: Pick<Metrics<'spansLost'>, 'count'>;
}

/** The traces of one process. Where a trace is not sampled there is no span, and work runs as if there were no tracing. */
export interface Tracing {
  /** Begins a trace, or continues the caller's; null when it is not sampled. Who begins it ends it. */
  begin(start: SpanStart, traceparent: string | null): TraceSpan | null;
  /** Runs work with this as the current span. */
  within<T>(span: TraceSpan, work: () => T): T;
  /** Work that continues a trace of another process; without one it only runs. */
  continued<T>(
    traceparent: string | null,
    start: SpanStart,
    work: (span: TraceSpan | null) => Promise<T>,
  ): Promise<T>;
  /** Work as a child of the current span; without one it only runs. */
  child<T>(start: SpanStart, work: (span: TraceSpan | null) => Promise<T>): Promise<T>;
  current(): TraceSpan | null;
  /** `traceId` inside a sampled trace; null where nothing is traced at all. */
  readonly logFields: (() => Readonly<Record<string, string>>) | null;
  /** Sends what is left when it stops, and waits for that no longer than it may: put it first, so that it stops last. */
  service(ears: TracingEars): Service;
}
