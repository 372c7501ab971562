import { z } from 'zod';

const attributeValue = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
});
const attributes = z.array(z.object({ key: z.string(), value: attributeValue })).default([]);
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
  status: z.object({ code: z.number().default(0), message: z.string().optional() }),
});
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

/** A span as a collector has received it. */
export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** As OTLP numbers them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly durationMs: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** What its status says of a failure; null when it has none. */
  readonly failure: string | null;
}

const ERROR = 2;
const NANOS_PER_MS = 1_000_000n;

/** The spans of one export in OTLP's JSON. Throws on what is none. */
export function readOtlpSpans(body: string): ReceivedSpan[] {
  const { resourceSpans } = exported.parse(JSON.parse(body));
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name'] ?? '');
    return scopeSpans.flatMap(({ spans }) => spans.map((one) => receivedOf(service, one)));
  });
}

const receivedOf = (service: string, one: z.output<typeof span>): ReceivedSpan => ({
  service,
  traceId: one.traceId,
  spanId: one.spanId,
  parentSpanId: one.parentSpanId ?? null,
  name: one.name,
  kind: one.kind,
  durationMs: Number((BigInt(one.endTimeUnixNano) - BigInt(one.startTimeUnixNano)) / NANOS_PER_MS),
  attributes: valuesOf(one.attributes),
  failure: one.status.code === ERROR ? (one.status.message ?? '') : null,
});

function valuesOf(given: z.output<typeof attributes>): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    given.map(({ key, value }) => {
      const { stringValue, intValue, doubleValue, boolValue } = value;
      const number = intValue === undefined ? doubleValue : Number(intValue);
      return [key, stringValue ?? number ?? boolValue ?? ''];
    }),
  );
}
