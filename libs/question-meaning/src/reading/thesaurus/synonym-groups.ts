import { ACTIONS } from './actions.ts';
import { COMMERCE } from './commerce.ts';
import { LIFE } from './life.ts';
import { MONEY } from './money.ts';
import { PEOPLE } from './people.ts';
import { PLACES } from './places.ts';
import { QUALITIES } from './qualities.ts';
import { SOCIETY } from './society.ts';
import { TECHNOLOGY } from './technology.ts';
import { TRAVEL } from './travel.ts';
import { WORK } from './work.ts';

/**
 * Words and expressions that may stand for each other in any question, those of one meaning in a group. What is not here
 * counts as different, and so does what has two meanings of which one would be wrong: "break", but not "broke". Names of
 * compounds whose parts are also said apart have no place here: "how long does delivery take" asks for the delivery time.
 */
export const SYNONYM_GROUPS: readonly (readonly [string, ...string[]])[] = [
  ACTIONS,
  COMMERCE,
  LIFE,
  MONEY,
  PEOPLE,
  PLACES,
  QUALITIES,
  SOCIETY,
  TECHNOLOGY,
  TRAVEL,
  WORK,
].flatMap(groupsOf);

/** The one word for all of a group: an expression is written together. */
export const headOf = ([first]: readonly [string, ...string[]]): string => first.replaceAll(' ', '');

/** The groups of one topic: a line each. */
export function groupsOf(topic: string): readonly (readonly [string, ...string[]])[] {
  return topic.trim().split('\n').map(groupOf);
}

function groupOf(line: string): readonly [string, ...string[]] {
  const [first = '', ...others] = line.split(', ');
  return [first, ...others];
}
