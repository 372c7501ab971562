import { EMBEDDING_USD, UNCACHED_USD } from '../prices.ts';
import type { AskedInWorkload } from '../workload/generate-workload.ts';
import type { SpendSide } from './spend-side.ts';

/** Every question is answered anew. */
export const createNoCache = (): SpendSide => ({
  serve: async ({ label }) => ({ label, isHit: false, usd: UNCACHED_USD }),
});

/** The same words of the same tenant, and nothing else. */
export const createExactOnly = (): SpendSide => rememberBy(({ tenant, text }) => `${tenant} ${text}`);

/** Knows what is meant: the most that a cache could do without an error. It pays an embedding for what it has not seen. */
export const createOracle = (): SpendSide => rememberBy(({ label }) => label);

function rememberBy(keyOf: (asked: AskedInWorkload) => string): SpendSide {
  const labels = new Map<string, string>();
  return {
    serve: async (asked) => {
      const kept = labels.get(keyOf(asked));
      if (kept !== undefined) return { label: kept, isHit: true, usd: 0 };
      labels.set(keyOf(asked), asked.label);
      return { label: asked.label, isHit: false, usd: UNCACHED_USD };
    },
  };
}

/**
 * The nearest question of the tenant when its cosine reaches the threshold, as GPTCache does with its default post-processing.
 * The tenants are kept apart for it, which it leaves to its user.
 */
export function createFixedThreshold(threshold: number, embed: (text: string) => Float32Array): SpendSide {
  const tenants = new Map<string, { vector: Float32Array; label: string }[]>();
  return {
    serve: async ({ tenant, text, label }) => {
      const entries = tenants.get(tenant) ?? [];
      tenants.set(tenant, entries);
      const vector = embed(text);
      let best = { similarity: -1, label };
      for (const entry of entries) {
        const similarity = dot(vector, entry.vector);
        if (similarity > best.similarity) best = { similarity, label: entry.label };
      }
      // Rounding puts a vector a little under 1 from itself.
      if (best.similarity >= threshold - 1e-6) return { label: best.label, isHit: true, usd: EMBEDDING_USD };
      entries.push({ vector, label });
      return { label, isHit: false, usd: UNCACHED_USD };
    },
  };
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
