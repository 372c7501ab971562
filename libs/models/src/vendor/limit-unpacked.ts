import { Fault } from '@ragfleet/kernel';
import { Response } from 'undici';

/**
 * The reply whose body, if it was compressed, ends with a Fault `unavailable` where it unpacks to more than `maxBytes`.
 * What is not compressed is bounded by the connection, and passes as it is.
 */
export function limitUnpacked(reply: Response, maxBytes: number): Response {
  const { body, status, statusText, headers } = reply;
  if (body === null || !headers.has('content-encoding')) return reply;
  let sizeBytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes <= maxBytes) controller.enqueue(chunk);
      else controller.error(new Fault('unavailable', 'The model provider sent more than any reply may be.'));
    },
  });
  return new Response(body.pipeThrough(limit), { status, statusText, headers });
}
