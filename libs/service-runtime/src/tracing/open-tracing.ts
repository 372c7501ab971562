import type { Tracing } from './contract.ts';
import type { TracingSettings } from './tracing-variables.ts';

/** Traces nothing and costs nothing: what is given to it only runs. */
export const NO_TRACING: Tracing = {
  begin: () => null,
  within: (_span, work) => work(),
  continued: (_traceparent, _start, work) => work(null),
  child: (_start, work) => work(null),
  current: () => null,
  logFields: null,
  service: () => ({ name: 'traces', start: () => Promise.resolve(), stop: () => Promise.resolve() }),
};

/** The traces of this process, sent to the collector of its settings; without one the packages for it are not even loaded. */
export async function openTracing(settings: TracingSettings, processName: string): Promise<Tracing> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings;
  if (endpoint === undefined || settings.OTEL_TRACES_SAMPLER === 'always_off') return NO_TRACING;
  const { openOtlpTracing } = await import('./open-otlp-tracing.ts');
  return openOtlpTracing({ ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, processName);
}
