import { z } from 'zod';

const texts = z.record(z.string(), z.string());
const lists = z.record(z.string(), z.array(z.string()));
const body = { body: z.string().nullish(), isBase64Encoded: z.boolean().default(false) };

/** What an HTTP API sends (payload format 2.0), and a function URL. */
const httpApiEvent = z.looseObject({
  version: z.literal('2.0'),
  rawPath: z.string(),
  rawQueryString: z.string().default(''),
  headers: texts.default({}),
  cookies: z.array(z.string()).optional(),
  requestContext: z.looseObject({
    http: z.looseObject({ method: z.string(), sourceIp: z.string() }),
  }),
  ...body,
});

/** What a REST API sends (payload format 1.0). */
const restApiEvent = z.looseObject({
  version: z.literal('1.0').optional(),
  httpMethod: z.string(),
  path: z.string(),
  headers: texts.nullish(),
  multiValueHeaders: lists.nullish(),
  queryStringParameters: texts.nullish(),
  multiValueQueryStringParameters: lists.nullish(),
  requestContext: z.looseObject({ identity: z.looseObject({ sourceIp: z.string() }) }),
  ...body,
});

/** A request as a gateway of AWS hands it to a function. */
export interface GatewayEvent {
  readonly method: string;
  readonly path: string;
  /** For the adapter, which writes into it. */
  readonly event: object;
}

/** null when the event is of something else than a gateway. */
export function parseGatewayEvent(event: unknown): GatewayEvent | null {
  const http = httpApiEvent.safeParse(event);
  if (http.success)
    return { method: http.data.requestContext.http.method, path: http.data.rawPath, event: http.data };
  const rest = restApiEvent.safeParse(event);
  if (!rest.success) return null;
  const { multiValueHeaders, headers } = rest.data;
  // Both say the same, but `headers` keeps the last of several, as nothing else in front of the fleet does.
  const all = { headers: multiValueHeaders ? {} : (headers ?? {}) };
  return { method: rest.data.httpMethod, path: rest.data.path, event: { ...rest.data, ...all } };
}
