/** What the words of an answer look like, by the kind of thing that is asked for. English; figures are read in any language. */

const NUMBER_WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|thirds|quarter|quarters|once|twice|none|unlimited|no|single|both';
const FIGURE = `(?:\\p{N}|\\b(?:${NUMBER_WORDS})\\b)`;
const ORDINAL =
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\\d{1,2}(?:st|nd|rd|th)';
const DAY_OF_MONTH = /\b\d{1,2}(?:st|nd|rd|th)\b/u;
const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?|workdays?';
const SPAN = '(?:second|minute|hour|day|week|night|month|quarter|year|decade)s?';
const DURATION = `${SPAN}|centur(?:y|ies)|generations?|ms|min|h|s`;
const LENGTH =
  '(?:milli|centi|kilo)?met(?:re|er)s?|(?:nautical )?miles?|feet|foot|ft|inch(?:es)?|yards?|mm|cm|m|km|pages|words|characters';
const AREA = `(?:square|cubic) (?:${LENGTH})|hectares?|acres?|km²|m²|m2|lit(?:re|er)s?`;
const MASS = '(?:kilo|milli)?grams?|kilos?|tons?|tonnes?|pounds?|ounces?|stone|g|kg|mg|lbs?|oz';
const SPEED = 'km/h|kph|mph|m/s|knots|\\p{L}+ (?:per|an|a) (?:hour|second|minute)|[kmg]?bit/s';
const TEMPERATURE = 'degrees?|°[cf]?|kelvin|celsius|fahrenheit';
const CURRENCY = 'euros?|dollars?|cents?|pounds?|crowns?|francs?|yen|usd|eur|gbp|chf|pence';
/** A word that says what the number before it measures. */
export const UNIT = new RegExp(`^(?:${SPAN}|${LENGTH}|${MASS}|${CURRENCY}|percent|degrees?)$`, 'iu');
const COLOURS =
  'red|green|blue|yellow|orange|black|white|gr[ae]y|brown|purple|violet|pink|gold(?:en)?|silver|beige|turquoise|transparent|colou?rless';

const words = (list: string): RegExp => new RegExp(`\\b(?:${list})\\b`, 'iu');
const either = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => source).join('|'), 'iu');
/** A number, at most two words, and one of these units. */
const units = (names: string): RegExp =>
  new RegExp(`${FIGURE}[- ]?(?:[\\p{L}-]+ ){0,2}?(?:${names})(?!\\p{L})`, 'iu');

/** "After an hour", "for a week". */
const ONE_SPAN = words(`an? ${SPAN}`);

const HOUR = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const CLOCK = new RegExp(
  [
    /\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\b(?:from|until|till|at|to|by|before|after) \d{1,2}\b/u.source,
    /\b(?:noon|midnight|dusk|dawn|sunset|sunrise)\b/u.source,
    `\\b(?:half|quarter|five|ten|twenty) (?:past|to) (?:${HOUR}|\\d{1,2})\\b|\\b${HOUR} o['’]clock\\b`,
    // "At two sites" is no time.
    `\\b(?:from|until|till|at|by|before|after) ${HOUR}(?=[.,;)]|$| (?:in the|at night|on|and|to|until|every|each)\\b)`,
  ].join('|'),
  'iu',
);
const YEAR = /\b(?:1\d{3}|20\d\d)(?!\p{L})|\b\d{1,4} (?:BC|AD|BCE|CE)\b|\b\d{1,2}(?:st|nd|rd|th) century\b/iu;
const CALENDAR = words(
  `${MONTH}|${WEEKDAY}|spring|summer|autumn|winter|today|tomorrow|centur(?:y|ies)|daily|weekly|monthly|quarterly|yearly|annually|holidays?|easter|christmas|new year`,
);
const RELATIVE = new RegExp(
  `\\b(?:every|each|per|within|after|before|until|${ORDINAL}) (?:the )?(?:[\\p{L}\\p{N}]+ ){0,2}(?:${SPAN})\\b|${FIGURE} (?:[\\p{L}]+ )?(?:${SPAN}) (?:before|after|ago|ahead|later|earlier|in advance)|\\b(?:immediately|at once|always|never)\\b`,
  'iu',
);

const MONEY = new RegExp(
  `[$€£¥]\\s?\\p{N}|${FIGURE} ?(?:(?:million|billion|thousand) )?(?:${CURRENCY}|[€£$])(?!\\p{L})|\\b(?:for|is|are|admitted|get it|get them|entry|use[ds]?|attends?|travel|ride|park) free\\b|\\bfree (?:of|for|to|on|until|from|while)\\b|\\bfree[.,;]|\\b(?:without|no) (?:charge|cost|fee)|\\bat no cost\\b`,
  'iu',
);
const AGE = either(
  units('years?|months?|weeks?|days?|centur(?:y|ies)'),
  new RegExp(`\\b(?:aged?|under|over|at least|below|from) (?:the age of )?(?:${FIGURE}|\\w+ years?)`, 'iu'),
);
const PERCENT = units('percent|per cent|%');

export const KIND_PATTERNS = {
  number: new RegExp(FIGURE, 'iu'),
  money: MONEY,
  due: either(MONEY, PERCENT),
  percent: either(PERCENT, words('half|halves|third|thirds|quarter|quarters|fifth|tenth|majority|all')),
  duration: either(units(DURATION), ONE_SPAN),
  length: units(LENGTH),
  extent: either(units(`${DURATION}|${LENGTH}`), ONE_SPAN),
  area: units(`${AREA}|${LENGTH}`),
  mass: units(MASS),
  // "How fast" is asked of how soon, too.
  pace: units(`${SPEED}|${DURATION}`),
  temperature: units(TEMPERATURE),
  loudness: units('decibels?|db'),
  brightness: units('lux|lumens?|candelas?|nits?'),
  strength: units(`horsepower|hp|kw|kilowatts?|watts?|newton|newtons|percent|%|proof|${MASS}`),
  // How old something is, the year of its beginning says too.
  oldness: either(AGE, YEAR),
  age: AGE,
  clock: CLOCK,
  year: YEAR,
  day: either(
    words(`${WEEKDAY}|daily|every day|(?:${MONTH}) \\d{1,2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH})`),
    DAY_OF_MONTH,
    words(`(?:${ORDINAL})(?: working)? day`),
  ),
  month: words(MONTH),
  time: either(CLOCK, YEAR, CALENDAR, DAY_OF_MONTH, RELATIVE),
  // When something is due may be said by a distance or by an event too.
  moment: either(
    CLOCK,
    YEAR,
    CALENDAR,
    DAY_OF_MONTH,
    RELATIVE,
    units(DURATION),
    /\b(?:when|if|as soon as|until|after|before|during)\b/iu,
  ),
  frequency: either(
    units(DURATION),
    CALENDAR,
    RELATIVE,
    words('times|once|twice|always|regularly|every|each|daily|weekly|per'),
  ),
  reason:
    /\b(?:because|since|due to|so that|so as|in order|owing to|therefore|thus|as a result|result(?:s|ed)?|caus(?:e|ed|es|ing)|reasons?|thanks to|for fear|out of|avoid|prevent|protects?|as (?:the|it|its|they|there|he|she|this|these|that)|to (?!the\b|a\b|an\b|\p{N}|\p{Lu}|be\b)\p{L}{3,})\b|\bfor (?:\p{L}+ )?\p{L}+ing\b/iu,
  place:
    /\b(?:in|at|on|near|beside|under|behind|from|to|into|inside|outside|opposite|along|between|above|below|next to|towards?|through|across|by|off|around|via|against) (?:the |a |an |its |their |his |her |one's |your )?[\p{L}\p{N}]/iu,
  colour: words(COLOURS),
  contact:
    /\+?\d[\d /()-]{4,}\d|\b(?:extension|ext\.?|dial) \d+|[\p{L}\p{N}._-]+@[\p{L}\p{N}-]+|https?:|www\./iu,
} as const;

export type KindPattern = keyof typeof KIND_PATTERNS;

const ROLES =
  'manager|head|director|officer|team|board|department|desk|committee|council|lead|president|minister|king|queen|staff|personnel|operations|reception|support|security|legal|finance|human resources|parents?|government|company|landlord|guild|trust|society|police|crew|army|union|ministry|office|guests?|wom[ae]n|m[ae]n|people|children|citizens?|residents?|members?|customers?|clients?|tenants?|applicants?|patients?|owners?|colleagues?|buddy|nurses?|doctors?|surgeons?|vets?|chef|captain|mate|pilots?|chair|chairman|secretary|treasurer|clerk|agents?|accountant|assistants?|caretaker|warden|coach|principal|dean|couriers?|carrier|supplier|vendor|dealer|provider|insurer|admins?|experts?';
// Who does something is often named by what he does: the baker, the registrar, an electrician.
const TRADES = '\\p{L}{3,}(?:ist|ian|eer|yer|tor|sor|strar|maker|keeper|master|holder|men)s?';
const DOERS =
  '(?:work|teach|own|borrow|lend|ride|lead|deal|manag|train|read|farm|mill|speak|help|plan|design|driv|buy|sell|us|employ|organi[sz]|found)(?:er|or)s?';

const ROLE = new RegExp(words(`${ROLES}|${TRADES}|${DOERS}`).source, 'giu');

/** The roles in a text, in lower case: who does something is often named by one. */
export const rolesIn = (text: string): string[] => text.toLowerCase().match(ROLE) ?? [];
