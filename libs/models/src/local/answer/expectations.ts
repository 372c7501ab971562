/** What kind of words an answer to the question holds. */
export interface Expectation {
  readonly kind: 'time' | 'quantity' | 'person' | 'reason';
  /** True when a statement that lacks it cannot be the answer. */
  readonly isRequired: boolean;
  readonly isMetBy: (statement: string) => boolean;
}

const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|once|twice|none|free|unlimited|no';
const NUMBER = new RegExp(`\\p{N}|\\b(?:${NUMBER_WORDS})\\b`, 'iu');
const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?';
const SPAN = '(?:minute|hour|day|week|month|quarter|year|decade)s?';
const TIME = new RegExp(
  [
    '\\b(?:1\\d{3}|20\\d\\d)(?!\\p{L})',
    '\\b\\d{1,2}[:.]\\d\\d\\b',
    '\\b\\d{1,2} ?[ap]\\.?m\\b',
    `\\b(?:${MONTH}|${WEEKDAY})\\b`,
    '\\b(?:spring|summer|autumn|winter|noon|midnight|today|tomorrow|centur(?:y|ies))\\b',
    '\\b(?:daily|weekly|monthly|quarterly|yearly|annually)\\b',
    `\\b(?:every|each|per|within|after|before|until|first|last) (?:the )?(?:[\\p{L}\\p{N}]+ )?${SPAN}\\b`,
  ].join('|'),
  'iu',
);
const DURATION = `(?:second|night)s?|${SPAN}|centur(?:y|ies)|ms|min|h|s`;
const LENGTH =
  '(?:milli|centi|kilo)?met(?:re|er)s?|miles?|feet|foot|ft|inch(?:es)?|yards?|mm|cm|m|km|pages|words|characters';
const MASS = '(?:kilo|milli)?grams?|kilos?|tons?|tonnes?|pounds?|ounces?|stone|g|kg|mg|lbs?|oz';
const SPEED = 'km/h|kph|mph|m/s|knots|\\p{L}+ (?:per|an|a) (?:hour|second|minute)|[kmg]?bit/s';
const TEMPERATURE = 'degrees?|°[cf]?|kelvin|celsius|fahrenheit';
const SOMEBODY =
  /\b(?:manager|head|director|officer|team|board|department|desk|committee|council|lead|leader|owner|president|minister|king|queen|engineer|architect|staff|employees?|operations|reception|support|security|legal|finance|volunteers|parents?|government|company|\p{L}{3,}(?:ist|ian))\b/iu;
// A capital inside a sentence, or two at its beginning.
const NAME = /(?<=[\p{Ll}\p{N},;:(–-]\s)\p{Lu}[\p{L}'’-]+|^\p{Lu}[\p{L}'’-]+(?=\s+\p{Lu}\p{Ll})/gu;
const REASON =
  /\b(?:because|since|due to|so that|in order to|owing to|therefore|thus|as a result|caused?|reason)\b/iu;

type Rule = readonly [question: RegExp, kind: Expectation['kind'], answer: RegExp];

const RULES: readonly Rule[] = [
  [/\bhow heavy\b|\bhow much .*\bweigh/u, 'quantity', units(MASS)],
  [/\bhow fast\b/u, 'quantity', units(SPEED)],
  [/\bhow (?:tall|high|deep|wide|far)\b/u, 'quantity', units(LENGTH)],
  [/\b(?:what|which) temperature\b|\bhow (?:hot|cold|warm)\b/u, 'quantity', units(TEMPERATURE)],
  [/\bhow long\b/u, 'quantity', units(`${DURATION}|${LENGTH}`)],
  [
    /\bhow (?:soon|quickly|often|frequently)\b/u,
    'time',
    either(units(DURATION), TIME, /\bimmediately\b|\bat once\b/u),
  ],
  [/\bhow (?:many|much|old|large|big)\b/u, 'quantity', NUMBER],
  [/\b(?:what|which) (?:\p{L}+ )?(?:percentage|percent|share|number|amount|price)\b/u, 'quantity', NUMBER],
  [/^when\b|[,;] when\b|\bsince when\b/u, 'time', TIME],
  [/\b(?:what|which) (?:year|date|day|month|time|century|decade)\b/u, 'time', TIME],
];
const WHY = /^why\b|\bwhat (?:is|was) the reason\b/u;
const WHO = /^(?:\p{L}+ )?(?:who|whom|whose)\b/u;

/** What the question's own words ask for; null for the many questions that any sentence may answer. */
export function expectationOf(question: string): Expectation | null {
  const text = question.toLowerCase().trim();
  const found = RULES.find(([pattern]) => pattern.test(text));
  if (found) return { kind: found[1], isRequired: true, isMetBy: (statement) => found[2].test(statement) };
  if (WHY.test(text))
    return { kind: 'reason', isRequired: false, isMetBy: (statement) => REASON.test(statement) };
  if (!WHO.test(text)) return null;
  return { kind: 'person', isRequired: true, isMetBy: (statement) => namesSomebody(statement, text) };
}

/** A role, or a name that the question does not have already. */
function namesSomebody(statement: string, lowerCaseQuestion: string): boolean {
  if (SOMEBODY.test(statement)) return true;
  return [...statement.matchAll(NAME)].some(([name]) => !lowerCaseQuestion.includes(name.toLowerCase()));
}

/** A number, at most one word, and one of these units. */
function units(names: string): RegExp {
  return new RegExp(`(?:\\p{N}|\\b(?:${NUMBER_WORDS})\\b)[- ]?(?:\\p{L}+ )?(?:${names})(?!\\p{L})`, 'iu');
}

function either(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'iu');
}
