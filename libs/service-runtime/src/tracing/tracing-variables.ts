import { z } from 'zod';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof SAMPLERS)[number];

/** `name=value` pairs with commas between them and their values percent-encoded, as OpenTelemetry has them. */
const pairs = z
  .string()
  .default('')
  .transform((text, context) => {
    const read: Record<string, string> = {};
    for (const pair of text.split(',').flatMap((part) => part.trim() || [])) {
      const entry = readPair(pair);
      if (entry === null) {
        context.addIssue({ code: 'custom', message: 'must be name=value pairs with commas between them' });
        return z.NEVER;
      }
      read[entry.name] = entry.value;
    }
    return read;
  });

function readPair(pair: string): { readonly name: string; readonly value: string } | null {
  const at = pair.indexOf('=');
  if (at < 1) return null;
  try {
    return { name: pair.slice(0, at).trim(), value: decodeURIComponent(pair.slice(at + 1).trim()) };
  } catch {
    return null;
  }
}

/** Variables of every process that is part of a trace, under the names that OpenTelemetry gives them. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({
      description:
        'address of an OpenTelemetry collector for OTLP over HTTP, such as http://collector:4318; nothing is traced without it',
    }),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.meta({
    description: 'headers for the collector, as name=value pairs with commas between them; a secret',
  }),
  OTEL_TRACES_SAMPLER: z.enum(SAMPLERS).default('parentbased_always_on').meta({
    description:
      'which traces are recorded; parentbased_traceidratio with OTEL_TRACES_SAMPLER_ARG=0.01 records one in a hundred',
  }),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .meta({ description: 'part of the traces that a traceidratio sampler records, 0 to 1' }),
  OTEL_SERVICE_NAME: z
    .string()
    .max(128)
    .optional()
    .meta({ description: 'service.name of the spans of this process; its own name without it' }),
  OTEL_RESOURCE_ATTRIBUTES: pairs.meta({
    description: 'attributes of every span of this process, as name=value pairs with commas between them',
  }),
};

/** What of them tracing needs; a process that declares none of them traces nothing. */
export interface TracingSettings {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS: Readonly<Record<string, string>>;
  readonly OTEL_TRACES_SAMPLER: SamplerName;
  readonly OTEL_TRACES_SAMPLER_ARG: number;
  readonly OTEL_SERVICE_NAME?: string | undefined;
  readonly OTEL_RESOURCE_ATTRIBUTES: Readonly<Record<string, string>>;
}
