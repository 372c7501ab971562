import type { WordNet } from './read-wordnet.ts';

/** Small letters and no space: names and expressions are left out. */
const IS_COMMON = /^[a-z]+$/;
/** A use that no corpus shows counts a little, so that a word nobody has counted has a part of speech. */
const UNCOUNTED = 0.5;

export interface LexiconTable {
  readonly notice: readonly string[];
  /** Words that are verbs more often than anything else. */
  readonly verbs: readonly string[];
  /** Words that end like a verb's form and are no verb's first of all: "building". */
  readonly things: readonly string[];
  /** `form base`. */
  readonly irregular: readonly string[];
}

/** What a judge of questions needs of WordNet, sorted. */
export function lexiconTable({ notice, uses, irregular }: WordNet): LexiconTable {
  const lead = verbLead(uses);
  const verbs = [...lead].flatMap(([word, counted]) => (counted > 0 ? [word] : []));
  const known = new Set(verbs);
  const forms = irregular.filter(([form, base]) => IS_COMMON.test(form) && known.has(base));
  return {
    notice,
    verbs: verbs.toSorted(),
    things: [...lead]
      .flatMap(([word, counted]) => (counted <= 0 && word.endsWith('ing') ? [word] : []))
      .toSorted(),
    irregular: [...new Set(forms.map((pair) => pair.join(' ')))].toSorted(),
  };
}

/** How much oftener a word is a verb than anything else; below 0 for others. */
function verbLead(uses: WordNet['uses']): ReadonlyMap<string, number> {
  const lead = new Map<string, number>();
  for (const { word, isVerb, count } of uses) {
    const weight = count + UNCOUNTED;
    if (IS_COMMON.test(word)) lead.set(word, (lead.get(word) ?? 0) + (isVerb ? weight : -weight));
  }
  return lead;
}
