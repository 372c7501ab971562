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
const CLAUSES = new Set(
  'what who whom whose when whatday whattime where wherewritten why which how manyhow muchhow longhow farhow oldhow bighow oftenhow if whether'.split(
    ' ',
  ),
);
const MAX_WORDS = 10;

/** "Could you please tell me what …" asks "what …". */
export function dropPreamble(words: readonly Word[]): readonly Word[] {
  const clause = words.findIndex(({ lower }) => CLAUSES.has(lower));
  if (clause < 1 || clause > MAX_WORDS) return dropOrder(words);
  const preamble = words.slice(0, clause);
  const isPreamble = preamble.every(
    ({ lower, isName }) => !isName && (OPENERS.has(lower) || TELLERS.has(lower)),
  );
  if (!isPreamble || !preamble.some(({ lower }) => TELLERS.has(lower))) return dropOrder(words);
  const [first, ...rest] = words.slice(clause);
  return first?.lower === 'if' || first?.lower === 'whether'
    ? [{ ...first, lower: 'whether' }, ...rest]
    : words.slice(clause);
}

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
  return isWish || (isOrder && order.some((lower) => ORDERERS.has(lower))) ? words.slice(at) : words;
}
