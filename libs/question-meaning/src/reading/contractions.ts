import type { Word } from './word.ts';

const WHOLE: Readonly<Record<string, readonly string[]>> = {
  "can't": ['can', 'not'],
  "won't": ['will', 'not'],
  "shan't": ['shall', 'not'],
  "let's": ['let'],
  cannot: ['can', 'not'],
  cant: ['can', 'not'],
  dont: ['do', 'not'],
  doesnt: ['does', 'not'],
  didnt: ['did', 'not'],
  isnt: ['is', 'not'],
  wont: ['will', 'not'],
  whats: ['what', 'is'],
  whos: ['who', 'is'],
};
const ENDINGS: Readonly<Record<string, string>> = {
  re: 'are',
  ve: 'have',
  ll: 'will',
  d: 'would',
  m: 'am',
};
const TAKES_IS = new Set([
  'what',
  'who',
  'where',
  'when',
  'why',
  'how',
  'that',
  'there',
  'it',
  'he',
  'she',
  'here',
]);

/** "What's" becomes "what is", "don't" becomes "do not"; the possessive goes, and what elision joins is cut apart. */
export function expandContractions(words: readonly Word[]): Word[] {
  return words.flatMap((word) => (word.kind === 'word' ? expand(word) : [word]));
}

/** Denied by their first letters and by nothing else: "unpaid" and "not paid". */
const DENIED = new Set(
  `affected approved authorized authorised paid verified used known read signed supported documented insured restricted
  planned taxed furnished employed finished opened heated attended confirmed reserved locked limited covered assigned
  registered married named marked printed protected published resolved solved sold tested trained vaccinated equipped`.split(
    /\s+/,
  ),
);

function expand(word: Word): Word[] {
  const whole = Object.hasOwn(WHOLE, word.lower) ? WHOLE[word.lower] : undefined;
  if (whole !== undefined) return whole.map((lower) => ({ ...word, lower, isName: false }));
  const denied = word.lower.startsWith('un') ? word.lower.slice(2) : '';
  if (DENIED.has(denied))
    return [
      { ...word, lower: 'not', isName: false },
      { ...word, lower: denied },
    ];
  const at = word.lower.lastIndexOf("'");
  if (at < 0) return [word];
  const [stem, ending] = [word.lower.slice(0, at), word.lower.slice(at + 1)];
  const made = (lower: string): Word => ({ ...word, lower, isName: false });
  const host: Word = { ...word, lower: stem };
  if (ending === 't' && stem.endsWith('n')) return [made(stem.slice(0, -1)), made('not')];
  if (ending === 's') return TAKES_IS.has(stem) ? [host, made('is')] : [host];
  const auxiliary = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  if (auxiliary !== undefined) return [host, made(auxiliary)];
  // l'Espagne, d'une: the name stands behind the apostrophe.
  return [made(stem), { ...word, lower: ending }];
}
