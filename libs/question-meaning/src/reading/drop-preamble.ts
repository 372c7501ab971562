import type { Word } from './word.ts';

const OPENERS = new Set(
  `hi hello hey please could can would will you kindly do i we am was me us to need want like wanna just have a quick question
  about wondering curious help understand so and also yet already maybe perhaps there any idea anyone anybody someone
  somebody not sure remember`.split(/\s+/),
);
const TELLERS = new Set(
  'tell know explain show describe say understand wondering curious question discover remember sure idea'.split(
    ' ',
  ),
);
/** Who asks somebody to do these wants to be told; who does them himself does not: "do I check whether". */
const ALL_TELLERS = new Set([...TELLERS, ...'check confirm ask'.split(' ')]);
const CLAUSES = new Set(
  'what who whom whose when bywhen untilwhen whatday whattime where wherewritten why which how manyhow muchhow longhow farhow oldhow bighow oftenhow if whether'.split(
    ' ',
  ),
);
const MAX_WORDS = 10;

/** "Could you please tell me what …" asks "what …". */
export const dropPreamble = (words: readonly Word[]): readonly Word[] => dropOpening(dropSearch(words));

function dropOpening(words: readonly Word[]): readonly Word[] {
  const clause = words.findIndex(({ lower }) => CLAUSES.has(lower));
  if (clause < 1 || clause > MAX_WORDS) return dropOrder(words);
  const preamble = words.slice(0, clause);
  const tellers = isRequest(preamble) ? ALL_TELLERS : TELLERS;
  const isPreamble = preamble.every(
    ({ lower, isName }) => !isName && (OPENERS.has(lower) || tellers.has(lower)),
  );
  if (!isPreamble || !preamble.some(({ lower }) => tellers.has(lower))) return dropOrder(words);
  const [first, ...rest] = words.slice(clause);
  return first?.lower === 'if' || first?.lower === 'whether'
    ? [{ ...first, lower: 'whether' }, ...rest]
    : words.slice(clause);
}

/** "Could you", "can anyone", "please". */
const isRequest = ([first, second]: readonly Word[]): boolean =>
  first?.lower === 'please' || (REQUESTING.has(first?.lower ?? '') && REQUESTED.has(second?.lower ?? ''));
const REQUESTING = new Set('can could would will'.split(' '));
const REQUESTED = new Set('you anyone anybody someone somebody'.split(' '));

const ORDERERS = new Set(
  'tell know give show list overview name send find see get looking for would like am of'.split(' '),
);
const ASKERS = new Set(['i', 'we']);
const WISHES = new Set('need looking like want'.split(' '));
const DETERMINERS = new Set(['the', 'all']);

/** "Could you tell me the …", "I am looking for the …": what is wanted follows. */
function dropOrder(words: readonly Word[]): readonly Word[] {
  const at = words.findIndex(({ lower }) => DETERMINERS.has(lower));
  if (at < 1 || at > MAX_WORDS) return words;
  const order = words.slice(0, at).map(({ lower }) => lower);
  if (!order.every((lower) => OPENERS.has(lower) || ORDERERS.has(lower))) return words;
  const [first = ''] = order;
  const isWish = ASKERS.has(first) && order.some((lower) => WISHES.has(lower));
  const isOrder = first === 'please' || order.includes('me') || order.includes('us');
  const isListed = isRequest(words) && order.some((lower) => LISTERS.has(lower));
  return isWish || isListed || (isOrder && order.some((lower) => ORDERERS.has(lower)))
    ? words.slice(at)
    : words;
}
const LISTERS = new Set(['list', 'name']);

const SOUGHT = new Set('find see locate'.split(' '));

/** "I can't find the meter, where is it" asks where the meter is. */
function dropSearch(words: readonly Word[]): readonly Word[] {
  const [asker = '', , not, sought = ''] = words.slice(0, 4).map(({ lower }) => lower);
  const isSearch = ASKERS.has(asker) && not === 'not' && SOUGHT.has(sought);
  const [where, verb = ''] = words.slice(-3).map(({ lower }) => lower);
  return isSearch && where === 'where' && (verb === 'is' || verb === 'are') ? words.slice(4) : words;
}
