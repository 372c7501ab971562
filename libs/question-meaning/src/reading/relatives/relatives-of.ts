import { ADJECTIVE_SCALES } from '../scales.ts';
import { conceptOf } from '../synonyms.ts';
import { PEOPLE } from '../thesaurus/people.ts';
import { groupsOf, headOf } from '../thesaurus/synonym-groups.ts';
import { AFFAIRS } from './affairs.ts';
import { LIFE_CLASSES } from './life.ts';
import { OPPOSITES } from './opposites.ts';
import { PERSONS } from './persons.ts';
import { THINGS } from './things.ts';

const blocksOf = (text: string): readonly string[] => text.trim().split('\n\n');

/** Words of one class: nobody who says one means another. */
const CLASSES: readonly (readonly string[])[] = [
  [...groupsOf(PEOPLE).map(headOf), ...PERSONS.trim().split(/\s+/)],
  ...[THINGS, LIFE_CLASSES, AFFAIRS].flatMap(blocksOf).map((block) => block.split(/\s+/)),
  ...ADJECTIVE_SCALES.map(({ much, little }) => [...much, ...little]),
];
const PEOPLE_CLASS = 0;
const CLASSES_OF = readClasses();
const OPPOSITES_OF = readOpposites();
const NONE: ReadonlySet<number> = new Set();

/**
 * Whether two concepts are known to be different things of one kind: "fire" and "flood", "manager" and "intern". A vector
 * puts them near each other, because they stand in the same sentences, and is not believed about them.
 */
export function areRelatives(one: string, other: string): boolean {
  if (areEnds(one, other) || OPPOSITES_OF.get(one)?.has(other) === true) return true;
  const others = CLASSES_OF.get(other) ?? NONE;
  return one !== other && [...(CLASSES_OF.get(one) ?? NONE)].some((kind) => others.has(kind));
}

/** "Bumpiest" and "smoothest": each is the end of a scale, and nothing tells whether it is the same end. */
const areEnds = (one: string, other: string): boolean => one !== other && isEnd(one) && isEnd(other);
const isEnd = (concept: string): boolean => /^\p{L}{3,}est$/u.test(concept) && !NOT_ENDS.has(concept);
const NOT_ENDS = new Set(
  'request interest protest harvest forest contest arrest invest suggest digest'.split(' '),
);

/** Whether a concept says who is meant. */
export const isPerson = (concept: string): boolean => CLASSES_OF.get(concept)?.has(PEOPLE_CLASS) === true;

function readClasses(): ReadonlyMap<string, ReadonlySet<number>> {
  const classes = new Map<string, Set<number>>();
  // A pole goes by its own word: "start" and not "begin".
  for (const [kind, words] of CLASSES.entries())
    for (const concept of words.flatMap((word) => [word, conceptOf(word)]))
      classes.set(concept, (classes.get(concept) ?? new Set()).add(kind));
  return classes;
}

/** Each with its opposites, as its own language reads both. */
function readOpposites(): ReadonlyMap<string, ReadonlySet<string>> {
  const opposites = new Map<string, Set<string>>();
  const add = (one: string, other: string): void =>
    void opposites.set(one, (opposites.get(one) ?? new Set()).add(other));
  for (const [language, pairs] of Object.entries(OPPOSITES))
    for (const pair of pairs.trim().split('\n')) {
      const [one = '', other = ''] = pair.split(' ').map((word) => conceptOf(word, language));
      add(one, other);
      add(other, one);
    }
  return opposites;
}
