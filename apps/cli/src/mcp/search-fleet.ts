import type { RagfleetClient } from '@ragfleet/client';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { cutText } from './cut-text.ts';
import type { SearchInput, SearchOutput } from './tool-schemas.ts';

const SEARCH_MS = 30_000;
/** A passage is about 500 tokens; this only bounds what a document of one line can do. */
const TEXT_CHARACTERS = 8_000;

/** The passages that the key may read, best first. Throws RagfleetError. */
export async function searchFleet(
  client: Pick<RagfleetClient, 'search'>,
  { limit, namespaces, ...search }: SearchInput,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const { data } = await client.search(
    { ...search, top_k: limit, ...(namespaces !== undefined && { namespaces }) },
    { signal: AbortSignal.any([signal, AbortSignal.timeout(SEARCH_MS)]) },
  );
  const passages = data.slice(0, limit).map((hit) => ({ ...hit, text: cutText(hit.text, TEXT_CHARACTERS) }));
  const structuredContent = { passages } satisfies SearchOutput;
  return { content: [{ type: 'text', text: textOf(passages) }], structuredContent };
}

function textOf(passages: SearchOutput['passages']): string {
  if (passages.length === 0) return 'No passage that this key may read matches.';
  return passages
    .map(({ rank, title, document_id, text }) => `[${rank}] ${title} (${document_id})\n${text}`)
    .join('\n\n');
}
