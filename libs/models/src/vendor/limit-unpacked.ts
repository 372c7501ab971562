import { Response } from 'undici';
import { createLineLimit, isEventStream, tooLarge } from './limit-lines.ts';

/**
 * The reply whose body, if it was compressed, ends with a Fault `unavailable` where it unpacks to more than `maxBytes`, or
 * to an event stream with a line longer than any event.
 * What is not compressed is bounded by the connection, and passes as it is.
 */
export function limitUnpacked(reply: Response, maxBytes: number): Response {
  const { body, status, statusText, headers } = reply;
  if (body === null || !headers.has('content-encoding')) return reply;
  const isTooLong = isEventStream(headers.get('content-type')) ? createLineLimit() : () => false;
  let sizeBytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes || isTooLong(chunk)) controller.error(tooLarge());
      else controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(limit), { status, statusText, headers });
}
