import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

/** They turn the verb before them: "check in" and "check out". One in the place of the other is a difference. */
const OPPOSITE_PARTICLES = [
  ['in', 'out'],
  ['in', 'outside'],
  ['inside', 'outside'],
  ['on', 'off'],
  ['up', 'down'],
  ['above', 'below'],
  ['above', 'under'],
  ['over', 'under'],
  ['over', 'below'],
] as const;

/** They lead a phrase as often as they turn a verb: only behind the same word do they say that one is turned. */
const PREPOSITIONS = new Set(['in', 'on', 'up']);

function particlesDiffer(one: QuestionReading, other: QuestionReading): boolean {
  const more = (word: string): number => countOf(one, word) - countOf(other, word);
  return OPPOSITE_PARTICLES.some(
    ([first, second]) =>
      more(first) * more(second) < 0 &&
      (!PREPOSITIONS.has(first) ||
        meet(turnedBy(one, first), turnedBy(other, second)) ||
        meet(turnedBy(one, second), turnedBy(other, first))),
  );
}

/** German leaves what turns its verb for the end: "schalte ich das Gerät ein", "schalte ich das Gerät aus". */
const SEPARATED: ReadonlyMap<string, string> = new Map([
  ['ein', 'aus'],
  ['aus', 'ein'],
  ['an', 'ab'],
  ['ab', 'an'],
  ['auf', 'zu'],
  ['zu', 'auf'],
]);

function separatedDiffer(one: QuestionReading, other: QuestionReading): boolean {
  const [last, otherLast] = [lastOf(one), lastOf(other)];
  return one.language === 'de' && SEPARATED.get(last) === otherLast;
}

const lastOf = ({ words }: QuestionReading): string => words.at(-1)?.lower ?? '';

/** What stands before a particle. */
const turnedBy = ({ words }: QuestionReading, particle: string): readonly string[] =>
  words.flatMap(({ lower }, at) => (lower === particle ? [words[at - 1]?.concept ?? ''] : []));

const meet = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((concept) => other.includes(concept));

const countOf = ({ words }: QuestionReading, word: string): number =>
  words.filter(({ lower }) => lower === word).length;

const PERSONS: ReadonlyMap<string, string> = new Map([
  ...'i me my mine we us our ours'.split(' ').map((word): [string, string] => [word, 'first']),
  ...'you your yours'.split(' ').map((word): [string, string] => [word, 'second']),
  ...'he him his'.split(' ').map((word): [string, string] => [word, 'he']),
  ...'she her hers'.split(' ').map((word): [string, string] => [word, 'she']),
  ...'they them their theirs'.split(' ').map((word): [string, string] => [word, 'they']),
]);
const OWNERS: ReadonlyMap<string, string> = new Map([
  ['my', 'mine'],
  ['our', 'ours'],
  ['your', 'yours'],
  ['his', 'theirs'],
  ['her', 'theirs'],
  ['their', 'theirs'],
]);

/** "Our" may be mine or, to a company, yours. */
const OWNERS_APART = new Set(
  ['mine yours', 'mine theirs', 'ours theirs', 'yours theirs'].flatMap((pair) => [
    pair,
    pair.split(' ').toReversed().join(' '),
  ]),
);

/** Small words that carry a meaning of their own, each compared only where both questions say something of the kind. */
export const smallWordsDiffer: Veto = (one, other) =>
  particlesDiffer(one, other) ||
  separatedDiffer(one, other) ||
  OWNERS_APART.has(`${ownersOf(one)} ${ownersOf(other)}`) ||
  [quantityOf, joinOf, thirdPersonsOf].some((read) => {
    const [said, otherSaid] = [read(one), read(other)];
    return said !== null && otherSaid !== null && said !== otherSaid;
  });

function quantityOf({ words }: QuestionReading): string | null {
  for (const { lower } of words) {
    if (lower === 'all' || lower === 'every' || lower === 'each') return 'all';
    if (lower === 'some') return 'some';
  }
  return null;
}

function joinOf({ words }: QuestionReading): string | null {
  const joins = new Set(words.flatMap(({ lower }) => (lower === 'and' || lower === 'or' ? [lower] : [])));
  return joins.size === 1 ? [...joins].join() : null;
}

/** Whose things a question speaks of; null when of several people's or nobody's. */
function ownersOf({ words }: QuestionReading): string | null {
  const owners = new Set(words.flatMap(({ lower }) => OWNERS.get(lower) ?? []));
  return owners.size === 1 ? [...owners].join() : null;
}

/** Who is spoken of, in order, where somebody else is: "what do they pay us", "what do we pay them". */
function thirdPersonsOf({ words }: QuestionReading): string | null {
  const persons = words.flatMap(({ lower }) => PERSONS.get(lower) ?? []);
  const isAboutOthers = persons.some((person) => person !== 'first' && person !== 'second');
  return isAboutOthers ? persons.join(' ') : null;
}
