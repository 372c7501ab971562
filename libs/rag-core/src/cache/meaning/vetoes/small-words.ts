import type { QuestionReading } from '../reading/read-question.ts';
import { sameFactSet, type Veto } from './veto.ts';

/** They turn the verb before them: "check in" and "check out", "go up" and "go down". */
const PARTICLES = new Set('off out down away against outside inside'.split(' '));
const particlesDiffer = sameFactSet(({ words }) =>
  words.flatMap(({ lower }) => (PARTICLES.has(lower) ? [lower] : [])),
);

const PERSONS: ReadonlyMap<string, string> = new Map([
  ...'i me my mine we us our ours'.split(' ').map((word): [string, string] => [word, 'first']),
  ...'you your yours'.split(' ').map((word): [string, string] => [word, 'second']),
  ...'he him his'.split(' ').map((word): [string, string] => [word, 'he']),
  ...'she her hers'.split(' ').map((word): [string, string] => [word, 'she']),
  ...'they them their theirs'.split(' ').map((word): [string, string] => [word, 'they']),
]);
const OWNERS: ReadonlyMap<string, string> = new Map([
  ['my', 'mine'],
  // Who asks a company says "your", and its own people say "our".
  ['our', 'ours'],
  ['your', 'ours'],
  ['his', 'theirs'],
  ['her', 'theirs'],
  ['their', 'theirs'],
]);

/** Small words that carry a meaning of their own, each compared only where both questions say something of the kind. */
export const smallWordsDiffer: Veto = (one, other) =>
  particlesDiffer(one, other) ||
  [quantityOf, joinOf, ownersOf, thirdPersonsOf].some((read) => {
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

/** "My duties" are not "your duties" and "our share" is not "their share"; "my" and "our" may be one. */
function ownersOf({ words }: QuestionReading): string | null {
  const owners = new Set(words.flatMap(({ lower }) => OWNERS.get(lower) ?? []));
  if (owners.size !== 1) return null;
  const [owner = null] = owners;
  return owner === 'mine' && words.some(({ lower }) => lower === 'our') ? 'ours' : owner;
}

/** Who is spoken of, in order, where somebody else is: "what do they pay us", "what do we pay them". */
function thirdPersonsOf({ words }: QuestionReading): string | null {
  const persons = words.flatMap(({ lower }) => PERSONS.get(lower) ?? []);
  const isAboutOthers = persons.some((person) => person !== 'first' && person !== 'second');
  return isAboutOthers ? persons.join(' ') : null;
}
