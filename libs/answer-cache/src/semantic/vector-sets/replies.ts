import type { SemanticMatch } from '@ragfleet/rag-core';
import { z } from 'zod';
import { entryIdOf } from '../entry-bytes.ts';

/** A vector as VADD and VSIM take it: four bytes a number, little-endian as this machine's own. */
export const bytesOf = (vector: Float32Array): Buffer =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);

const membersReply = z.array(z.instanceof(Buffer));

export const readMembers = (reply: unknown): Buffer[] => membersReply.parse(reply);

/** VSIM WITHSCORES replies members and scores in turn; a score is (1 + cosine) / 2. */
export function readMatches(reply: unknown): SemanticMatch[] {
  const parts = readMembers(reply);
  return Array.from({ length: Math.floor(parts.length / 2) }, (_, place) => ({
    entryId: entryIdOf(parts[2 * place] ?? Buffer.alloc(0)),
    similarity: 2 * Number(parts[2 * place + 1]) - 1,
  }));
}
