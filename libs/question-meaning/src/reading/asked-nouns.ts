import type { AnswerType } from './asking-words.ts';
import { conceptOf } from './synonyms.ts';

/** "What is the price": what is asked for stands behind the question word. */
export const ASKED_NOUNS: ReadonlyMap<string, readonly AnswerType[]> = nounsOf([
  [
    'how-much',
    'price cost costs kostet rate percentage share amount fee budget limit salary allowance charge total sum',
  ],
  [
    'how-much',
    'balance maximum minimum size deposit rent bonus discount penalty fine premium interest tax duty pension',
  ],
  ['how-much', 'get gets earn earns cost paid charged weigh owe owed yield'],
  [
    'how-much',
    'grant wage pay excess deductible subsidy stipend contribution commission margin threshold quota',
  ],
  ['how-big', 'size'],
  ['how-old', 'age minimumage'],
  ['how-far', 'distance'],
  [
    'how-much',
    'tariff fare deductible surcharge ticket allowance refund reward grant tuition admission toll value worth',
  ],
  ['how-much', 'compensation reimbursement payout'],
  ['how-much', 'speed rate pressure temperature weight dose consumption'],
  ['how-many', 'number count quantity headcount capacity maximum minimum limit allowance'],
  ['how-long', 'duration length period term time wait notice warranty'],
  ['how-often', 'frequency'],
  ['when', 'deadline date time day schedule hour start beginning end'],
  ['where', 'location address place room venue'],
  ['who', 'name person contact owner head team department group'],
  ['why', 'reason cause caused'],
  ['how', 'process procedure steps way method instructions'],
]);
/** Nouns that leave no doubt: "what is the reason" asks why and nothing else. */
export const SURE_NOUNS = new Set('deadline reason cause caused kostet'.split(' '));
/** What each type of question says by itself: "where is the location of" is "where is". */
const IMPLIED = new Map<AnswerType, ReadonlySet<string>>(
  (
    [
      ['how-much', 'price cost fee kostet amount make have expensive pay value worth due owe'],
      ['how-long', 'duration length period take last time need'],
      ['how-often', 'frequency'],
      ['how', 'process procedure steps'],
      ['how-many', 'total number count happen make need take'],
      ['where', 'location locate find'],
      ['why', 'reason cause'],
      ['when', 'happen'],
      ['who', 'person name'],
      ['yes-no', 'allow need mandatory oblige'],
    ] as const
  ).map(([type, words]) => [type, new Set(words.split(' ').map((word) => conceptOf(word)))]),
);
const NOTHING: ReadonlySet<string> = new Set();

/** Concepts that a question of this type is the same with and without. */
export const impliedBy = (type: AnswerType): ReadonlySet<string> => IMPLIED.get(type) ?? NOTHING;

function nounsOf(
  rows: readonly (readonly [AnswerType, string])[],
): ReadonlyMap<string, readonly AnswerType[]> {
  const nouns = new Map<string, AnswerType[]>();
  for (const [type, words] of rows)
    for (const word of words.split(' ')) nouns.set(word, [...(nouns.get(word) ?? []), type]);
  return nouns;
}
