import type { SemanticMatch, SemanticSpace } from '@ragfleet/rag-core';
import { z } from 'zod';
import { cosineOf, quantise, quantisedOf } from '../quantised-vector.ts';

/** What GPTCache keeps as its "answer": a reference and no answer of ours. */
const stored = z.object({
  tenant: z.string(),
  space: z.string(),
  entryId: z.string().regex(/^[\w-]{22}$/),
  /** Base64 of a byte for each number. */
  vector: z.base64(),
  expiresAtMs: z.number(),
});

export function referenceText(
  { tenantId, spaceId }: SemanticSpace,
  entry: { readonly entryId: string; readonly vector: Float32Array; readonly expiresAtMs: number },
): string {
  const reference: z.infer<typeof stored> = {
    tenant: tenantId,
    space: spaceId,
    entryId: entry.entryId,
    vector: Buffer.from(quantise(entry.vector).buffer).toString('base64'),
    expiresAtMs: entry.expiresAtMs,
  };
  return JSON.stringify(reference);
}

export interface ReadReference {
  readonly text: string;
  readonly space: SemanticSpace;
  readonly vector: Float32Array;
  readonly nowMs: number;
}

/**
 * The match that a stored text is. null for one of another tenant or space, an expired one, and whatever somebody else
 * put there. How near it is comes from the vectors alone: GPTCache's own opinion only chose what to look at.
 */
export function matchOf({ text, space, vector, nowMs }: ReadReference): SemanticMatch | null {
  const reference = stored.safeParse(jsonOf(text)).data;
  if (reference === undefined || reference.expiresAtMs <= nowMs) return null;
  if (reference.tenant !== space.tenantId || reference.space !== space.spaceId) return null;
  const bytes = Buffer.from(reference.vector, 'base64');
  if (bytes.length !== vector.length) return null;
  const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { entryId: reference.entryId, similarity: cosineOf(vector, quantisedOf(values)) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
