import { stemOf } from '../../language/words.ts';
import { countFitOf } from './count-fit.ts';
import { type Rule, RULES } from './expectation-rules.ts';
import { KIND_PATTERNS, ROLE } from './kind-patterns.ts';
import { newNamesIn } from './names-in.ts';

/** What kind of words an answer to the question holds. */
export interface Expectation {
  readonly kind: Rule['kind'] | 'count' | 'person' | 'name';
  /** True when a statement that lacks it cannot be the answer. */
  readonly isRequired: boolean;
  /** Stems of the question that the kind itself stands for: "how tall" is answered by "41 metres", without "tall". */
  readonly covers: ReadonlySet<string>;
  /** 0 to 1: how surely the statement holds words of this kind. */
  readonly fitOf: (statement: string) => number;
}

const HOW_MANY = /\bhow many ((?:\p{L}[\p{L}'-]*\s?){1,3})/u;
const WHO = /^(?:\p{L}+ )?(?:who|whom|whose)\b/u;
const NAMED =
  /\b(?:what|which) (?:\p{L}+ )?(?:company|brewery|airline|bank|country|countries|city|town|village|state|river|team|university|newspaper|brand|person|king|queen|author|artist|airport|street)\b|\bwhat (?:is|was) the names? of\b|\bwhat (?:is|was|are) .* (?:called|named)\b/u;
const NO_WORDS: ReadonlySet<string> = new Set();

/** What the question's own words ask for; null for the many questions that any sentence may answer. */
export function expectationOf(question: string): Expectation | null {
  const text = question.toLowerCase().trim();
  const counted = HOW_MANY.exec(text)?.[1];
  if (counted !== undefined && !/\bhow many (?:degrees|percent)\b/u.test(text))
    return { kind: 'count', isRequired: true, covers: NO_WORDS, fitOf: countFitOf(counted) };
  const rule = RULES.find(({ asks }) => asks.test(text));
  if (rule !== undefined) return ruled(rule);
  if (WHO.test(text))
    return {
      kind: 'person',
      isRequired: true,
      covers: NO_WORDS,
      fitOf: (statement) => personFit(statement, text),
    };
  if (!NAMED.test(text)) return null;
  return {
    kind: 'name',
    isRequired: true,
    covers: new Set(['name', 'call'].map(stemOf)),
    fitOf: (statement) => (newNamesIn(statement, text).length > 0 ? 1 : 0),
  };
}

const ruled = ({ holds, kind, covers, isOptional }: Rule): Expectation => ({
  kind,
  isRequired: isOptional !== true,
  covers: new Set((covers ?? '').split(' ').filter(Boolean).map(stemOf)),
  fitOf: (statement) => (KIND_PATTERNS[holds].test(statement) ? 1 : 0),
});

const ONE_NAME = 0.8;
const ROLE_ALONE = 0.4;

/** A name that the question does not have already, a person's at best; else a role. */
function personFit(statement: string, lowerCaseQuestion: string): number {
  const names = newNamesIn(statement, lowerCaseQuestion).filter(({ isPlace }) => !isPlace);
  if (names.some(({ isFull }) => isFull)) return 1;
  if (names.length > 0) return ONE_NAME;
  return ROLE.test(statement) ? ROLE_ALONE : 0;
}
