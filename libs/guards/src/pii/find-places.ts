import { type PiiFinding, SCORES } from './pii-finding.ts';

const WORD = "[A-Z\\u00C0-\\u00DE][A-Za-z\\u00C0-\\u024F'.-]{0,24}";
const STREET =
  '(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close|Parkway|Pkwy|Highway|Hwy|Crescent|Grove|Gardens|Row)';
// A unit, then town, state and code, as far as they follow.
const TOWN = `(?:,? (?:Apt|Suite|Unit|Flat)\\.? \\w{1,5})?(?:, ${WORD}(?: ${WORD}){0,2})?(?:,? [A-Z]{2} \\d{5}(?:-\\d{4})?|,? \\d{4,5}(?: ${WORD})?)?`;

const ANYTHING = /(?:)/;

/** What there must be at least, which is quickly seen; then the place, as the last group at the end of the match. */
const PLACES: readonly (readonly [needs: RegExp, place: RegExp])[] = [
  [/\d/, new RegExp(`(?<![\\w-])(\\d{1,5}[A-Za-z]?,? (?:${WORD} ){1,4}?${STREET}\\b\\.?${TOWN})`, 'g')],
  [
    /\d,? (?:rue|avenue|boulevard|place|chemin|via|viale|calle)|(?:bis|ter),? /,
    new RegExp(
      `(?<![\\w-])(\\d{1,4}(?: (?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|via|viale|calle) (?:(?:de|du|des|la|le|del|della|d') ?){0,3}${WORD}(?: ${WORD}){0,2}${TOWN})`,
      'g',
    ),
  ],
  [
    /(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|laan|straat) \d/,
    new RegExp(
      `(?<![\\w-])(${WORD}(?:stra(?:ß|ss)e|str\\.|weg|platz|gasse|allee|laan|straat) \\d{1,4}[a-z]?${TOWN})`,
      'g',
    ),
  ],
  [
    ANYTHING,
    new RegExp(
      `\\b(?:[Ll]ive|[Ll]ives|[Ll]ived|[Ll]iving|[Rr]eside|[Rr]esides|[Rr]esiding|[Mm]oved|[Hh]ome|[Hh]ometown|[Dd]omiciled)(?: is)? (?:in|at|to|near) (${WORD}(?: ${WORD}){0,2}(?:, ${WORD})?)`,
      'g',
    ),
  ],
  [
    / address/,
    /\b(?:[Hh]ome|[Mm]ailing|[Pp]ostal|[Pp]rivate|[Rr]esidential) address(?: is|:|=)? ?([A-Z0-9][^\n.;?!]{5,70})/g,
  ],
  [
    /[Pp]ost|[Zz][Ii][Pp]|PLZ/,
    /\b(?:[Pp]ost ?code|[Zz][Ii][Pp](?: ?code)?|[Pp]ostal code|PLZ)(?: is|:|=)? ((?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4,6}(?:-\d{3,4})?))(?![\w-])/g,
  ],
  [/Box \d/, /\b(P\.? ?O\.? Box \d{1,6})\b/g],
];

/** Where somebody lives: postal addresses, towns and codes by the words before them. A town alone is none. */
export function* findPlaces(text: string): Generator<PiiFinding> {
  for (const [, place] of PLACES.filter(([needs]) => needs.test(text)))
    for (const { 0: all, 1: written = '', index } of text.matchAll(place)) {
      const end = index + all.length;
      yield { kind: 'LOCATION', start: end - written.length, end, score: SCORES.words };
    }
}
