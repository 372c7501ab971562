import type { QuestionReading } from '../reading/read-question.ts';
import { conceptOf } from '../reading/synonyms.ts';
import type { Veto } from './veto.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const EVERYWHERE = words(
  'not never without none nobody nothing neither nor non except excluding unabledo unless lacks lacking',
);
const BY_LANGUAGE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['en', words('no exclude excludes excluded excepting lack')],
  ['und', words('no')],
  ['de', words('nicht nie niemals ohne kein keine keinen keinem keiner keines außer niemand nichts')],
  ['fr', words('pas jamais sans aucun aucune sauf personne rien')],
  ['es', words('no nunca jamás sin ningún ninguna ninguno excepto salvo tampoco nadie nada')],
  ['it', words('non mai senza nessun nessuno nessuna tranne eccetto niente nulla')],
  ['nl', words('niet geen nooit zonder behalve niemand niets')],
  ['pt', words('não nunca jamais sem nenhum nenhuma exceto ninguém nada')],
]);
/** How far behind a "not" its word is looked for. */
const DENIAL_REACH = 4;
/** Words that hold a negation and are told from their positive by it alone. */
const NEGATED_WORD =
  /^(?:un(?:able|available|authorized|approved|paid|verified|used|limited|known|read|signed|taxed|insured|safe|usual|necessary|planned|restricted|supported|documented)|in(?:valid|complete|active|eligible|correct|secure|visible|accurate|dependent|direct|finite)|im(?:possible|mutable)|ir(?:reversible|regular|relevant)|il(?:legal|legible)|dis(?:allowed|approved|connected))$/;

/** Before "to": what somebody fails or refuses to do is not done. */
const LEAVES_UNDONE =
  /^(?:fail|refus|neglect|omit)(?:s|e|es|ed|ted|ing|ting)?$|^forg(?:et|ets|etting|ot|otten)$/;

/** What may turn the word behind it round. */
const DENYING = /^(?:un|non|dis|dés|des|dé|in|im|il|ir|de)(\p{L}{4,})$/u;

/** How often it is denied, and what a bare "not" denies: "paid and not insured" is not "not paid and insured". */
export const negationDiffers: Veto = (one, other) =>
  countOf(one, other) !== countOf(other, one) || deniesElse(one, other) || deniesElse(other, one);

const countOf = ({ words, language, said }: QuestionReading, other: QuestionReading): number =>
  words.filter(
    ({ lower, concept }, at) =>
      isNegation(lower, language) ||
      (LEAVES_UNDONE.test(lower) && words[at + 1]?.lower === 'to') ||
      // "Unavailable" and "down": who says the same in another word denies as much.
      (NEGATED_WORD.test(lower) && !other.said.has(concept)) ||
      deniesRoot(lower, { language, said, others: other.said }),
  ).length;

/** "Unmoor", where the other says "moor": a word that no list knows is denied by its first letters. */
function deniesRoot(
  lower: string,
  {
    language,
    said,
    others,
  }: { readonly language: string; readonly said: ReadonlySet<string>; readonly others: ReadonlySet<string> },
): boolean {
  const root = DENYING.exec(lower)?.[1];
  if (root === undefined) return false;
  const concept = conceptOf(root, language);
  return others.has(concept) && !said.has(concept);
}

/** What one denies is said in the other, where a bare "not" denies something else. */
function deniesElse(one: QuestionReading, other: QuestionReading): boolean {
  const others = deniedIn(other);
  return (
    others.size > 0 && [...deniedIn(one)].some((concept) => other.said.has(concept) && !others.has(concept))
  );
}

// A contraction stands before the subject and not before what it denies, and "not occupied" may have been read as one
// word: only a bare "not" tells.
const deniedIn = (reading: QuestionReading): ReadonlySet<string> =>
  new Set(
    reading.words.flatMap(({ text, lower }, at) =>
      text === 'not' && lower === 'not' ? [deniedBy(reading, at)] : [],
    ),
  );

const isNegation = (lower: string, language: string): boolean =>
  EVERYWHERE.has(lower) || BY_LANGUAGE.get(language)?.has(lower) === true;

function deniedBy({ words: all }: QuestionReading, at: number): string {
  const reach = all.slice(at + 1, at + 1 + DENIAL_REACH);
  return reach.find(({ isContent }) => isContent)?.concept ?? '';
}
