import { ADJECTIVE_SCALES, type Scale } from './scales.ts';
import { madeOf, type Word } from './word.ts';

type Degree = 'most' | 'least' | 'more' | 'less';

const TURNED: Readonly<Record<Degree, Degree>> = { most: 'least', least: 'most', more: 'less', less: 'more' };
/** Things that are called so, and no degree of anything but before "than". */
const NOUNS = new Set('lighter cooler cleaner'.split(' '));

interface Said {
  /** What the adjective is a degree of: the first word for much of it. */
  readonly scale: string;
  readonly degree: Degree;
}

interface End {
  readonly scale: string;
  readonly isLittle: boolean;
}

/** Of each adjective its scale, and of which end it is said. */
const ENDS: ReadonlyMap<string, End> = new Map(
  ADJECTIVE_SCALES.flatMap(({ much, little }) => {
    const scale = much[0] ?? '';
    return [...much, ...little].map((word): [string, End] => [
      word,
      { scale, isLittle: little.includes(word) },
    ]);
  }),
);
const IN_ONE_WORD: ReadonlyMap<string, Said> = new Map(ADJECTIVE_SCALES.flatMap(inflected));

/** "Cheapest", "most affordable" and "least expensive" are one degree of one scale: "least expensive". */
export function readDegrees(words: readonly Word[]): Word[] {
  const read: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const next = words[at + 1];
    const isNoun = NOUNS.has(word.lower) && next?.lower !== 'than';
    const said = word.kind === 'word' && !isNoun ? IN_ONE_WORD.get(word.lower) : undefined;
    const inTwo = inTwoWords(word, next);
    const degree = said ?? inTwo;
    if (degree === null) read.push(word);
    else read.push(madeOf(word, 'word', degree.degree), madeOf(word, 'word', degree.scale));
    if (said === undefined && inTwo !== null) at++;
  }
  return read;
}

function inTwoWords({ lower }: Word, next: Word | undefined): Said | null {
  const end = next?.kind === 'word' ? ENDS.get(next.lower) : undefined;
  if (end === undefined || !isDegree(lower)) return null;
  return { scale: end.scale, degree: end.isLittle ? TURNED[lower] : lower };
}

function inflected({ much, little }: Scale): (readonly [string, Said])[] {
  const scale = much[0] ?? '';
  return [
    ...much.flatMap((word) => formsOf(word, { scale, highest: 'most', higher: 'more' })),
    ...little.flatMap((word) => formsOf(word, { scale, highest: 'least', higher: 'less' })),
  ];
}

function formsOf(
  word: string,
  { scale, highest, higher }: { readonly scale: string; readonly highest: Degree; readonly higher: Degree },
): (readonly [string, Said])[] {
  return rootsOf(word).flatMap((root) => [
    [`${root}est`, { scale, degree: highest }] as const,
    [`${root}er`, { scale, degree: higher }] as const,
  ]);
}

/** What -er and -est stand behind: "safe" and "saf", "pricey" and "prici", "thin" and "thinn". */
function rootsOf(word: string): string[] {
  const root = word.replace(/e$|e?y$/, (ending) => (ending === 'e' ? '' : 'i'));
  const isDoubled = /[^aeiou][aeiou][bdgmnt]$/.test(word);
  return isDoubled ? [root, `${word}${word.at(-1) ?? ''}`] : [root];
}

const isDegree = (lower: string): lower is Degree => Object.hasOwn(TURNED, lower);
