import { stemOf } from '../../language/words.ts';
import { countFitOf } from './count-fit.ts';
import { type Rule, RULES } from './expectation-rules.ts';
import { KIND_PATTERNS, rolesIn } from './kind-patterns.ts';
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
  /\b(?:what|which) (?:\p{L}+ )?(?:company|brewery|airline|bank|country|countries|city|cities|town|village|state|region|river|team|university|newspaper|brand|person|king|queen|author|artist|airport|street|supplier|vendor|insurer|hotel|hospital)\b|\bwhat (?:is|was) the names? of\b|\bwhat (?:is|was|are) .* (?:called|named)\b/u;
const CONTRACTION = /(?<=\b(?:what|who|where|when|how|which|why))['’]s\b/gu;
const FIGURES = /\p{N}+(?:[.,:]\p{N}+)*/gu;
const NO_WORDS: ReadonlySet<string> = new Set();

/** What the question's own words ask for; null for the many questions that any sentence may answer. */
export function expectationOf(question: string): Expectation | null {
  const text = question.toLowerCase().trim().replace(CONTRACTION, ' is');
  const withoutAsked = withoutFiguresOf(text);
  const counted = HOW_MANY.exec(text)?.[1];
  if (counted !== undefined && !/\bhow many (?:degrees|percent)\b/u.test(text)) {
    const countFit = countFitOf(counted);
    return {
      kind: 'count',
      isRequired: true,
      covers: NO_WORDS,
      fitOf: (statement) => countFit(withoutAsked(statement)),
    };
  }
  const rule = RULES.find(({ asks }) => asks.test(text));
  if (rule !== undefined) return ruled(rule, withoutAsked);
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

const ruled = (
  { holds, kind, covers, isOptional }: Rule,
  withoutAsked: (statement: string) => string,
): Expectation => ({
  kind,
  isRequired: isOptional !== true,
  covers: new Set((covers ?? '').split(' ').filter(Boolean).map(stemOf)),
  fitOf: (statement) => (KIND_PATTERNS[holds].test(withoutAsked(statement)) ? 1 : 0),
});

/** A figure that the question has already is no answer to it: "what came before 1.31?". */
function withoutFiguresOf(question: string): (statement: string) => string {
  const asked = new Set(question.match(FIGURES));
  if (asked.size === 0) return (statement) => statement;
  return (statement) => statement.replace(FIGURES, (figure) => (asked.has(figure) ? '' : figure));
}

const ONE_NAME = 0.8;
const ROLE_ALONE = 0.4;
// "Who is the director?" names the role and wants the person.
const WHO_HOLDS = /^who (?:is|was|are|were) (?:the|your|our|\p{L}+['’]s) (?!person\b|one\b|contact\b)/u;
const ROLE_FOR_HOLDER = 0.1;

/** A name that the question does not have already, a person's at best; else a role that it does not have either, or an address. */
function personFit(statement: string, lowerCaseQuestion: string): number {
  const names = newNamesIn(statement, lowerCaseQuestion).filter(({ isPlace }) => !isPlace);
  if (names.some(({ isFull }) => isFull)) return 1;
  if (names.length > 0) return ONE_NAME;
  if (KIND_PATTERNS.contact.test(statement)) return ROLE_ALONE;
  if (!rolesIn(statement).some((role) => !lowerCaseQuestion.includes(role))) return 0;
  return WHO_HOLDS.test(lowerCaseQuestion) ? ROLE_FOR_HOLDER : ROLE_ALONE;
}
