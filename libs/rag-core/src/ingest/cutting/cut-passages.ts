import { createHash } from 'node:crypto';
import type { NewPassage, PendingDocument } from '../../ports/ingestions.ts';
import { countTokens } from '../../tokens/count-tokens.ts';
import { cutsOf } from './cut-document.ts';

export interface CutPassage {
  readonly passage: NewPassage;
  /** Of the text that is embedded; at most a few too many, since its parts are counted one by one. */
  readonly embeddingTokens: number;
}

/** What is embedded for a passage: title and headings give a short passage its subject. */
export function embeddingTextOf(
  title: string,
  { headings, text }: Pick<NewPassage, 'headings' | 'text'>,
): string {
  return [title, ...headings.filter((heading) => heading !== title), text].join('\n');
}

/**
 * The passages of a document. Ids are stable: the same words in the same document of the same tenant have the
 * same id, whatever moved around them and whichever model embeds them; so what did not change is not embedded again.
 * Equal content hashes mean equal embedded texts. null now and then, so that whoever asks can do something else in between.
 */
export function* cutPassages(document: PendingDocument): Generator<CutPassage | null, void, undefined> {
  const { tenantId, documentId, title } = document;
  const occurrences = new Map<string, number>();
  const tokensOf = rememberedCounts();
  for (const cut of cutsOf(document.content)) {
    if (cut === null) {
      yield null;
      continue;
    }
    const { headings, ordinal, text, tokens } = cut;
    const contentHash = digestOf([title, headings, text]);
    const occurrence = occurrences.get(contentHash) ?? 0;
    occurrences.set(contentHash, occurrence + 1);
    const passageId = `p_${digestOf([tenantId, documentId, contentHash, occurrence]).slice(0, 32)}`;
    const embeddingTokens = [title, ...headings].reduce((sum, part) => sum + tokensOf(part) + 1, tokens);
    yield { passage: { passageId, headings, ordinal, text, contentHash }, embeddingTokens };
  }
}

/** A document's titles and headings come again with each passage. */
function rememberedCounts(): (text: string) => number {
  const counts = new Map<string, number>();
  return (text) => {
    const known = counts.get(text);
    if (known !== undefined) return known;
    const count = countTokens(text);
    counts.set(text, count);
    return count;
  };
}

// JSON, so that no two lists of fields read the same.
const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
