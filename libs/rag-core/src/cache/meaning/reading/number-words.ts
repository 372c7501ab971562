import { wordTable } from './word-table.ts';

/** Whole numbers as words, in the languages that questions are weighed in. "One" is left out: it is an article, too. */
export const NUMBER_WORDS = wordTable(`
0: zero null cero
2: two zwei deux dos due twee dois duas couple
3: three drei trois tres tre drie três
4: four vier quatre cuatro quattro quatro
5: five fünf cinq cinco cinque vijf
6: six sechs seis sei zes
7: seven sieben sept siete sette zeven sete
8: eight acht huit ocho otto oito
9: nine neun neuf nueve nove negen
10: ten zehn dix diez dieci tien dez
11: eleven elf onze once undici
12: twelve zwölf douze doce dodici twaalf dozen
13: thirteen dreizehn treize trece tredici dertien treze
14: fourteen vierzehn quatorze catorce veertien
15: fifteen fünfzehn quinze quince quindici vijftien
16: sixteen
17: seventeen
18: eighteen
19: nineteen
20: twenty zwanzig vingt veinte venti twintig vinte
30: thirty dreißig trente treinta trenta dertig trinta
40: forty vierzig quarante cuarenta quaranta veertig quarenta
50: fifty fünfzig cinquante cincuenta cinquanta vijftig cinquenta
60: sixty sechzig soixante sesenta sessanta
70: seventy siebzig setenta settanta
80: eighty achtzig ochenta ottanta oitenta
90: ninety neunzig noventa novanta
`);

export const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['hundert', 100],
  ['cent', 100],
  ['cien', 100],
  ['thousand', 1_000],
  ['k', 1_000],
  ['tausend', 1_000],
  ['mille', 1_000],
  ['mil', 1_000],
  ['million', 1e6],
  ['mio', 1e6],
  ['mn', 1e6],
  ['millionen', 1e6],
  ['billion', 1e9],
  ['bn', 1e9],
]);

/** First to twelfth and the round ones, in English; others are written with digits. */
export const ORDINAL_WORDS: ReadonlyMap<string, number> = new Map([
  ...'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'
    .split(' ')
    .map((word, at): [string, number] => [word, at + 1]),
  ['twentieth', 20],
  ['thirtieth', 30],
  ['hundredth', 100],
]);

/** Words before which a Roman numeral is a number. */
export const COUNTED_PARTS: ReadonlySet<string> = new Set(
  `chapter section part phase article title war type tier annex appendix class volume act schedule figure table level
  stage grade book tag kapitel artikel teil chapitre capítulo`.split(/\s+/),
);

const NUMERALS: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

/** The value of a well-formed Roman numeral up to 399, else null. */
export function romanValue(text: string): number | null {
  if (!/^c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/i.test(text) || text === '') return null;
  const values = text
    .toLowerCase()
    .split('')
    .map((letter) => NUMERALS[letter] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}
