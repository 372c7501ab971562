import { randomUUID } from 'node:crypto';
import type { Problem } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';
import { problemOf } from '../http/problems.ts';
import type { GatewayEvent } from './gateway-event.ts';

/** What a gateway makes a reply of; both payload formats read these fields. */
export const gatewayReply = z.looseObject({
  statusCode: z.number(),
  body: z.string(),
  isBase64Encoded: z.boolean(),
});
export type GatewayReply = z.output<typeof gatewayReply>;

/** Of a function's reply are 6 MB; headers and escapes in JSON take their part. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;
const NOT_STARTED =
  'This ingress could not start, and nothing was done. The log of the function says what to set or to mend; ' +
  'then send the request again.';
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

type Asked = Pick<GatewayEvent, 'method' | 'path'>;

/** A problem in place of the app's reply. */
export function problemReply(error: unknown, { method, path }: Asked): GatewayReply {
  const mayHaveHappened = !READS.has(method);
  const { status, headers, body } = problemOf(error, {
    instance: path,
    requestId: randomUUID(),
    mayHaveHappened,
  });
  return replyOf(status, headers, body);
}

/** 503 when there is no app: what kept it from starting concerns its operator alone. */
export function notStartedReply({ path }: Asked): GatewayReply {
  const context = { instance: path, requestId: randomUUID(), mayHaveHappened: false };
  const fault = new Fault('unavailable', NOT_STARTED, { isOutcomeKnown: true });
  const { status, headers, body } = problemOf(fault, context);
  return replyOf(status, headers, body);
}

/** The reply itself, or a problem where the gateway would refuse it for its size. */
export function fittingReply(reply: GatewayReply, asked: Asked): GatewayReply {
  if (Buffer.byteLength(reply.body) <= MAX_BODY_BYTES) return reply;
  const detail = 'The reply is larger than this address can carry. Ask for less, with a smaller limit.';
  return problemReply(new Fault('too-large', detail), asked);
}

function replyOf(status: number, headers: Readonly<Record<string, string>>, body: Problem): GatewayReply {
  return {
    statusCode: status,
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': body.request_id,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}
