import { createHash } from 'node:crypto';
import type { NewPassage, PendingDocument } from '../ports/documents.ts';
import { countTokens } from '../tokens/count-tokens.ts';
import { cutDocument } from './cut-document.ts';

/** A passage with what is embedded for it: title and headings give a short passage its subject. */
export interface CutPassage {
  readonly passage: NewPassage;
  readonly embeddingText: string;
  readonly embeddingTokens: number;
}

/**
 * The passages of a document. Ids are stable: the same words in the same document of the same tenant have the
 * same id, whatever moved around them and whichever model embeds them; so what did not change is not embedded again.
 */
export function cutPassages(document: PendingDocument): CutPassage[] {
  const occurrences = new Map<string, number>();
  return cutDocument(document.content).map(({ headings, ordinal, text }) => {
    const embeddingText = [
      document.title,
      ...headings.filter((heading) => heading !== document.title),
      text,
    ].join('\n');
    const contentHash = digestOf([document.title, headings, text]);
    const occurrence = occurrences.get(contentHash) ?? 0;
    occurrences.set(contentHash, occurrence + 1);
    const identity = [document.tenantId, document.documentId, contentHash, occurrence];
    const passageId = `p_${digestOf(identity).slice(0, 32)}`;
    return {
      passage: { passageId, headings, ordinal, text, contentHash },
      embeddingText,
      embeddingTokens: countTokens(embeddingText),
    };
  });
}

// JSON, so that no two lists of fields read the same.
const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
