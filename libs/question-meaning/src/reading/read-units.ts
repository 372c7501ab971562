import { madeOf, type Word } from './word.ts';
import { wordTable } from './word-table.ts';

const UNITS = wordTable(`
second: seconds sec secs sekunde sekunden
minute: minute minutes mins minuten
hour: hour hours hr hrs stunde stunden heure heures hora horas
day: day days tag tage tagen jour jours día días giorno giorni dag dagen dia dias
week: week weeks woche wochen semaine semaines semana semanas
month: month months monat monate monaten mois mes meses mese mesi maand maanden
year: year years yr yrs jahr jahre jahren année années año años anno anni jaar ano anos
per hour: hourly
per day: daily
per week: weekly
per month: monthly monatlich mensuel mensuelle mensual
per quarter: quarterly
per year: yearly annual annually jährlich annuel annuelle anual
everyday: everyday
km: km kilometer kilometers kilometre kilometres
mile: mile miles
meter: meter meters metre metres
centimeter: cm centimeter centimeters centimetre centimetres
millimeter: mm millimeter millimeters
foot: feet ft foot
inch: inch inches
kg: kg kilo kilos kilogram kilograms kilogramm
gram: gram grams gramm
milligram: mg milligram milligrams
pound: pound pounds
lb: lb lbs
ounce: ounce ounces oz
ton: ton tons tonne tonnes
liter: liter liters litre litres
gallon: gallon gallons
celsius: celsius
fahrenheit: fahrenheit
kelvin: kelvin
kmh: kmh kph
m3: m3
kb: kb kilobyte kilobytes
mb: mb megabyte megabytes
gb: gb gigabyte gigabytes
tb: tb terabyte terabytes
byte: byte bytes
bit: bit bits
mbps: mbps
gbps: gbps
ms: ms millisecond milliseconds
kwh: kwh
watt: watt watts
usd: usd $ dollar dollars
eur: eur € euro euros
gbp: gbp £ sterling
jpy: jpy ¥ yen
chf: chf franken
franc: franc francs
inr: inr ₹ rupee rupees
cent: cents
`);
/** Letters that are units behind a number alone. */
const SHORT_UNITS = new Map([
  ['s', 'second'],
  ['h', 'hour'],
  ['d', 'day'],
  ['min', 'minute'],
  ['m', 'm'],
  ['g', 'gram'],
  ['l', 'liter'],
  ['t', 'ton'],
  ['c', 'celsius'],
  ['f', 'fahrenheit'],
  ['in', 'inch'],
]);

const SPACED_SHORT_UNITS = new Map([
  ['s', 'second'],
  ['h', 'hour'],
  ['min', 'minute'],
  ['m', 'meter'],
  ['l', 'liter'],
  ['t', 'ton'],
]);

/** Whether a word is a unit wherever it stands. */
export const isUnitName = (word: Word | undefined): boolean => UNITS.has(word?.lower.toLowerCase() ?? '');

export const isCurrencySign = (word: Word | undefined): boolean => /^[$€£¥₹]$/.test(word?.text ?? '');

/** Brings every unit, currency and rhythm to one name: "€", "miles", "per month". */
export function readUnits(words: readonly Word[]): Word[] {
  return words.flatMap((word, at) => {
    const unit = unitOf(word, words[at - 1]);
    if (unit === null) return [word];
    return isBeforeItsYear(unit, words[at + 1]) ? [] : [madeOf(word, 'unit', unit)];
  });
}

/** "In the year 2016" counts no years. */
const isBeforeItsYear = (unit: string, next: Word | undefined): boolean =>
  unit === 'year' && next?.kind === 'date' && /^\d{4}$/.test(next.lower);

function unitOf(word: Word, before: Word | undefined): string | null {
  if (word.kind !== 'word' && word.kind !== 'code') return null;
  const unit = UNITS.get(word.lower.toLowerCase());
  if (unit !== undefined) return unit;
  if (word.lower === 'second') return 'second';
  // Of an angle or of a university elsewhere.
  if (before?.kind === 'number' && /^degrees?$/.test(word.lower)) return 'degree';
  const isBehindNumber = before?.kind === 'number' && word.isGlued;
  if (isBehindNumber) return SHORT_UNITS.get(word.lower.toLowerCase()) ?? null;
  return before?.kind === 'number' ? (SPACED_SHORT_UNITS.get(word.lower) ?? null) : null;
}
