import { stopwords as arabic } from '@orama/stopwords/arabic';
import { stopwords as armenian } from '@orama/stopwords/armenian';
import { stopwords as danish } from '@orama/stopwords/danish';
import { stopwords as dutch } from '@orama/stopwords/dutch';
import { stopwords as finnish } from '@orama/stopwords/finnish';
import { stopwords as french } from '@orama/stopwords/french';
import { stopwords as german } from '@orama/stopwords/german';
import { stopwords as greek } from '@orama/stopwords/greek';
import { stopwords as hungarian } from '@orama/stopwords/hungarian';
import { stopwords as hindi } from '@orama/stopwords/indian';
import { stopwords as italian } from '@orama/stopwords/italian';
import { stopwords as lithuanian } from '@orama/stopwords/lithuanian';
import { stopwords as norwegian } from '@orama/stopwords/norwegian';
import { stopwords as portuguese } from '@orama/stopwords/portuguese';
import { stopwords as romanian } from '@orama/stopwords/romanian';
import { stopwords as russian } from '@orama/stopwords/russian';
import { stopwords as serbian } from '@orama/stopwords/serbian';
import { stopwords as swedish } from '@orama/stopwords/swedish';
import { stopwords as tamil } from '@orama/stopwords/tamil';
import { stopwords as turkish } from '@orama/stopwords/turkish';
import { stopwords as ukrainian } from '@orama/stopwords/ukrainian';

// Words that say how a sentence is built and nothing about its subject: the classic 33 of Lucene, pronouns, and what
// questions are asked with. Longer lists drop words that carry meaning (about, before, more); those that are frequent weigh
// little anyway.
const ENGLISH = `a am an and are as at be been but by can could did do does eg etc for from had has have he her him his how i ie if in into
  is it its may me my no not of on or our shall she should so such than that the their them then there these they this those to us was we
  were what when where which who whom whose why will with would you your`;

// The package's list of 577 drops work, state and value; these are the function words among the most frequent ones.
const SPANISH = `a al algo algún alguna algunas alguno algunos ante aquel aquella como cómo con cual cuál cuáles cuando cuándo cuánto
  cuánta cuántos cuántas de del desde donde dónde durante e el él ella ellas ellos en entre era es esa esas ese eso esos esta está están
  estas este esto estos fue ha había han hasta hay la las le les lo los me mi mis muy más ni no nos nuestra nuestro o os otra otras otro
  otros para pero por porque puede pueden puedo que qué quien quién quiénes se sea ser si sí sin sobre son su sus también tiene tienen
  tengo te tu tus un una unas uno unos y ya yo`;

/** What the package's lists leave out: the words that questions begin with. */
const QUESTION_WORDS = {
  da: 'hvordan hvornår hvorfor hvem',
  de: 'wann warum wieviel wieviele wer wem wen',
  fi: 'miten milloin',
  fr: 'comment quand où pourquoi combien quoi est-ce peut puis',
  it: 'quando cosa',
  nl: 'wanneer waarom hoeveel waar',
  pt: 'onde quanto quantos porque',
  ru: 'почему сколько',
} as const;

const wordsIn = (list: string): string[] => list.split(/\s+/);

/** Function words in lower case by ISO 639-1 code. */
export const STOP_WORDS = {
  ar: new Set(arabic),
  da: new Set([...danish, ...wordsIn(QUESTION_WORDS.da)]),
  de: new Set([...german, ...wordsIn(QUESTION_WORDS.de)]),
  el: new Set(greek),
  en: new Set(wordsIn(ENGLISH)),
  es: new Set(wordsIn(SPANISH)),
  fi: new Set([...finnish, ...wordsIn(QUESTION_WORDS.fi)]),
  fr: new Set([...french, ...wordsIn(QUESTION_WORDS.fr)]),
  hi: new Set(hindi),
  hu: new Set(hungarian),
  hy: new Set(armenian),
  it: new Set([...italian, ...wordsIn(QUESTION_WORDS.it)]),
  lt: new Set(lithuanian),
  nl: new Set([...dutch, ...wordsIn(QUESTION_WORDS.nl)]),
  no: new Set(norwegian),
  pt: new Set([...portuguese, ...wordsIn(QUESTION_WORDS.pt)]),
  ro: new Set(romanian),
  ru: new Set([...russian, ...wordsIn(QUESTION_WORDS.ru)]),
  sr: new Set(serbian),
  sv: new Set(swedish),
  ta: new Set(tamil),
  tr: new Set(turkish),
  uk: new Set(ukrainian),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;
