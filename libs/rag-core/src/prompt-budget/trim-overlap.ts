import type { Passage } from '../ports/passages.ts';

export interface PlacedText {
  readonly passage: Pick<Passage, 'documentId' | 'ordinal'>;
  readonly text: string;
}

/** Shorter ones are words that two texts happen to share. */
const MIN_OVERLAP_CHARACTERS = 20;
/** Far longer than what the cutting of documents repeats. */
const MAX_OVERLAP_CHARACTERS = 1_000;

/**
 * The text of a passage without what its neighbours of the same document, placed before it, say already: the last
 * sentences of one passage are the first of the next.
 */
export function withoutOverlap(one: PlacedText, placed: readonly PlacedText[]): string {
  const { documentId, ordinal } = one.passage;
  const neighbour = (at: number): PlacedText | undefined =>
    placed.find(({ passage }) => passage.documentId === documentId && passage.ordinal === at);
  const before = neighbour(ordinal - 1);
  const after = neighbour(ordinal + 1);
  let { text } = one;
  if (before !== undefined) text = text.slice(overlapOf(before.text, text)).trimStart();
  if (after !== undefined) text = text.slice(0, text.length - overlapOf(text, after.text)).trimEnd();
  return text;
}

/** How many characters end `first` and begin `second`, when they are whole words and more than a few. */
function overlapOf(first: string, second: string): number {
  const head = second.slice(0, MAX_OVERLAP_CHARACTERS);
  const tail = first.slice(-MAX_OVERLAP_CHARACTERS);
  for (let length = Math.min(head.length, tail.length); length >= MIN_OVERLAP_CHARACTERS; length -= 1)
    if (
      tail.endsWith(head.slice(0, length)) &&
      isWordEnd(second, length) &&
      isWordEnd(first, first.length - length)
    )
      return length;
  return 0;
}

const isWordEnd = (text: string, at: number): boolean =>
  at <= 0 || at >= text.length || !/^[\p{L}\p{M}\p{N}]{2}/u.test(text.slice(at - 1, at + 1));
