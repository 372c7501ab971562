import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Fault } from '@ragfleet/kernel';
import type { PublicReply } from '../exchange/contract.ts';

/** What a request may ask for. */
export const ACCEPTED_ENCODINGS = 'gzip, br, deflate';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** The body, decompressed. Fault `too-large` beyond `maxBytes`, counted where it grows; `unsupported-media-type` for an unknown coding. */
export async function readBody(
  { headers, body }: PublicReply,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const coding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  const collect = (chunks: AsyncIterable<Buffer>): Promise<Buffer> => collectBytes(chunks, maxBytes);
  if (coding === 'identity') return pipeline(body, collect, { signal });
  const decoder = DECODERS[coding];
  if (decoder === undefined)
    throw new Fault('unsupported-media-type', 'The server compresses in a way that it was not asked for.');
  return pipeline(body, decoder(), collect, { signal });
}

async function collectBytes(chunks: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw tooLarge();
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

const tooLarge = (): Fault => new Fault('too-large', 'The page is larger than this source may read.');
