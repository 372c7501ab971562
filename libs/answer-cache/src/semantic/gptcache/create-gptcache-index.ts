import type { SemanticIndex, SemanticSpace } from '@ragfleet/rag-core';
import { entryBytes } from '../entry-bytes.ts';
import { requireDimension } from '../require-dimension.ts';
import { createGptCacheCalls, type Fetch } from './gptcache-calls.ts';
import { matchOf, referenceText } from './stored-reference.ts';

export interface GptCacheIndexOptions {
  /** Of a GPTCache server, such as http://127.0.0.1:8000. */
  readonly url: string;
  readonly fetch?: Fetch;
  /** For each call. 1,000 unless given. */
  readonly timeoutMs?: number;
  readonly nowMs?: () => number;
}

const TIMEOUT_MS = 1_000;

/**
 * A GPTCache server (`gptcache_server`) as semantic index: an example of a store that embeds by itself and knows no
 * tenants. Its prompts carry the space, its answers are references; a reply is believed only as far as its space says.
 * It holds the canonical questions in the clear, gives one candidate for each question, cannot remove an entry (which
 * then refers to nothing until it expires) and bounds itself.
 */
export function createGptCacheIndex(options: GptCacheIndexOptions): SemanticIndex {
  const { url, fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS, nowMs = Date.now } = options;
  const calls = createGptCacheCalls({ url, fetch, timeoutMs });
  return {
    name: 'gptcache',
    maxEntriesPerSpace: null,
    search: async (space, { question, vector }, limit) => {
      requireDimension(vector, space);
      if (limit <= 0) return [];
      const text = await calls.get(promptOf(space, question));
      const match = text === null ? null : matchOf({ text, space, vector, nowMs: nowMs() });
      return match === null ? [] : [match];
    },
    add: async (space, entry) => {
      requireDimension(entry.vector, space);
      entryBytes(entry.entryId);
      await calls.put(promptOf(space, entry.question), referenceText(space, entry));
    },
    remove: async () => {},
    // It compares questions, and a passage is none: what housekeeping does not find is left to revalidation.
    nearestOfTenant: async () => [],
  };
}

/** Equal questions of two spaces are two prompts. */
const promptOf = ({ tenantId, spaceId }: SemanticSpace, question: string): string =>
  `${tenantId} ${spaceId}\n${question}`;
