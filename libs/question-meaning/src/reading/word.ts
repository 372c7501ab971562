/**
 * A piece of a question. `number`, `date` and `unit` carry their value in `lower`; a `code` is an address, an
 * identifier or an operator; everything else is a `word`.
 */
export interface Word {
  readonly kind: 'word' | 'code' | 'number' | 'date' | 'unit';
  /** As it was written. */
  readonly text: string;
  /** The form in which it is compared. */
  readonly lower: string;
  /** Something is called so: a capital inside a sentence, an identifier, words in quotation marks. */
  readonly isName: boolean;
  /** Nothing stood between it and the word before. */
  readonly isGlued: boolean;
}

/** A word, and what the vetoes want to know of it. */
export interface Term extends Word {
  /** What it stands for: one for a word, its forms and its synonyms. */
  readonly concept: string;
  /** Whether the question is about it; false for words that build a sentence. */
  readonly isContent: boolean;
  /** The end of a scale or the direction that it names. */
  readonly pole: string | null;
}

/** A word that a reader made of others. */
export const madeOf = (word: Word, kind: Word['kind'], lower: string): Word => ({ ...word, kind, lower });
