import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { createLineLimit, isEventStream, tooLarge } from './limit-lines.ts';

const UNPACKERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * The body as it was before it was packed, which ends with a Fault `unavailable` where it unpacks to more than `maxBytes`,
 * or to an event stream with a line longer than any event. What is not packed is bounded by the connection, and passes as
 * it is; so does what is packed in another way than those that are common.
 */
export function unpackedBody(
  body: Readable,
  headers: Dispatcher.ResponseData['headers'],
  maxBytes: number,
): Readable {
  const packings = String(headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((packing) => packing.trim())
    .filter((packing) => packing !== '' && packing !== 'identity');
  const unpackers = packings.toReversed().map((packing) => UNPACKERS.get(packing));
  if (unpackers.length === 0) return body;
  const steps: Transform[] = [];
  for (const open of unpackers) {
    if (open === undefined) return body;
    steps.push(open());
  }
  const limited = limitOf(maxBytes, isEventStream(headers['content-type']));
  // Its failure is the last stream's, which has a reader.
  pipeline([body, ...steps, limited], () => undefined);
  return limited;
}

function limitOf(maxBytes: number, isOfEvents: boolean): Transform {
  const isTooLong = isOfEvents ? createLineLimit() : () => false;
  let sizeBytes = 0;
  return new Transform({
    transform: (chunk: Uint8Array, _encoding, done: TransformCallback) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes || isTooLong(chunk)) done(tooLarge());
      else done(null, chunk);
    },
  });
}
