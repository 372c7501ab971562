import { wordTable } from './word-table.ts';

const MONTH_NAMES = `
jan: january jan januar janvier enero gennaio januari janeiro
feb: february feb februar février febrero febbraio februari fevereiro
apr: april apr avril abril aprile
jun: june jun juni juin junio giugno junho
jul: july jul juli juillet julio luglio julho
aug: august aug août agosto augustus
sep: september sept sep septembre septiembre settembre setembro
oct: october oct oktober octobre octubre ottobre outubro
nov: november nov novembre noviembre novembro
dec: december dec dezember décembre diciembre dicembre dezembro
mar: märz marzo maart março
may: mai mayo maggio mei maio
`;
/** Months that are words, too: only where something beside them says so. */
export const AMBIGUOUS_MONTHS: ReadonlyMap<string, string> = new Map([
  ['march', 'mar'],
  ['mar', 'mar'],
  ['mars', 'mar'],
  ['may', 'may'],
]);

const WEEKDAY_NAMES = `
monday: monday mondays montag lundi lunes lunedì maandag
tuesday: tuesday tuesdays dienstag mardi martes martedì dinsdag
wednesday: wednesday wednesdays mittwoch mercredi miércoles mercoledì woensdag
thursday: thursday thursdays donnerstag jeudi jueves giovedì donderdag
friday: friday fridays freitag vendredi viernes venerdì vrijdag
saturday: saturday saturdays samstag sonnabend samedi sábado sabato zaterdag
sunday: sunday sundays sonntag dimanche domingo domenica zondag
`;
/** With a capital alone. */
export const SHORT_WEEKDAYS: ReadonlyMap<string, string> = new Map([
  ['Mon', 'monday'],
  ['Tue', 'tuesday'],
  ['Tues', 'tuesday'],
  ['Wed', 'wednesday'],
  ['Thu', 'thursday'],
  ['Thurs', 'thursday'],
  ['Fri', 'friday'],
  ['Sat', 'saturday'],
  ['Sun', 'sunday'],
]);

const TIME_WORDS = `
today: today heute hoy oggi vandaag hoje
yesterday: yesterday gestern hier ayer ieri gisteren ontem
tomorrow: tomorrow demain mañana domani amanhã
tonight: tonight
morning: morning mornings
afternoon: afternoon afternoons
evening: evening evenings
night: night nights overnight
noon: noon midday
midnight: midnight
spring: spring springtime
summer: summer
autumn: autumn
winter: winter
weekend: weekend weekends
`;

/** Days that have a name of their own. */
export const NAMED_DAYS: ReadonlyMap<string, readonly [month: string, day: string]> = new Map([
  ['christmaseve', ['dec', 'dec 24']],
  ['christmasday', ['dec', 'dec 25']],
  ['boxingday', ['dec', 'dec 26']],
  ['newyearseve', ['dec', 'dec 31']],
  ['newyearsday', ['jan', 'jan 1']],
  ['mayday', ['may', 'may 1']],
]);

/** They stand so many days before or after Easter, or after Whitsun, in every year. */
export const MOVABLE_DAYS: ReadonlySet<string> = new Set(
  'maundythursday goodfriday eastersunday eastermonday whitmonday'.split(' '),
);

/** Names of months and days and words for the time of day and year, in one value each. */
export const CALENDAR_WORDS: ReadonlyMap<string, string> = wordTable(
  MONTH_NAMES + WEEKDAY_NAMES + TIME_WORDS,
);
export const MONTHS: ReadonlySet<string> = new Set(
  'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
);

/** What "last", "this" and "next" may point at. */
export const PERIODS: ReadonlySet<string> = new Set(
  `year years quarter quarters month months week weeks weekend day days night summer winter spring autumn fall season
  semester term sprint decade century monday tuesday wednesday thursday friday saturday sunday`.split(/\s+/),
);

/** Where a period stands in time. "the last month" is last month. */
export const POINTERS: ReadonlyMap<string, string> = new Map([
  ['last', 'last'],
  ['previous', 'last'],
  ['past', 'last'],
  ['prior', 'last'],
  ['next', 'next'],
  ['upcoming', 'next'],
  ['coming', 'next'],
  ['this', 'this'],
  ['current', 'this'],
]);
