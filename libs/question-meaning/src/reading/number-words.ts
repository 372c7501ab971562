/** Whole numbers as words, by language, because "due" is two in Italian alone. "One" is an article, too: left out. */
export const NUMBER_WORDS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries({
    en: `zero 0 two 2 couple 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 dozen 12
      thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40
      fifty 50 sixty 60 seventy 70 eighty 80 ninety 90`,
    de: `null 0 zwei 2 drei 3 vier 4 fünf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 elf 11 zwölf 12 zwanzig 20 dreißig 30
      vierzig 40 fünfzig 50 sechzig 60 siebzig 70 achtzig 80 neunzig 90`,
    fr: 'deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 onze 11 douze 12 vingt 20 trente 30 quarante 40',
    es: 'cero 0 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 veinte 20 treinta 30',
    it: 'due 2 tre 3 quattro 4 cinque 5 sei 6 sette 7 otto 8 nove 9 dieci 10 undici 11 dodici 12 venti 20 trenta 30',
    nl: 'twee 2 drie 3 vier 4 vijf 5 zes 6 zeven 7 acht 8 negen 9 tien 10 elf 11 twaalf 12 twintig 20 dertig 30',
    pt: 'dois 2 duas 2 três 3 quatro 4 cinco 5 seis 6 sete 7 oito 8 nove 9 dez 10 onze 11 doze 12 vinte 20 trinta 30',
  }).map(([language, text]) => [language, readPairs(text)]),
);

export const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['hundert', 100],
  ['cien', 100],
  ['dozen', 12],
  ['thousand', 1_000],
  ['k', 1_000],
  ['tausend', 1_000],
  ['mille', 1_000],
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

function readPairs(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/\s+/);
  return new Map(
    parts.flatMap((word, at): [string, string][] => (at % 2 === 0 ? [[word, parts[at + 1] ?? '']] : [])),
  );
}
