import { CASE_DISTINCT } from './case-distinct.ts';
import type { Word } from './word.ts';

/** What a sign may stand behind: "10^-3", "(-5", "$-5". Behind a digit or a letter a dash joins: "2–5 days". */
const BEFORE_SIGN = String.raw`(?<=^|[\p{Sm}\p{Ps}\p{Pi}*/^:,;"'„@#&]|(?<!\d)[$€£¥₹])`;
const PIECE = new RegExp(
  [
    String.raw`\d{4}-\d{2}-\d{2}(?!\d)`,
    String.raw`\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\d)`,
    String.raw`\d{1,2}/(?:19|20)\d{2}(?![\d/])`,
    String.raw`\d{1,2}:\d{2}(?!\d)`,
    String.raw`${BEFORE_SIGN}[\p{Pd}−]\.?\d+(?:[.,]\d+)*`,
    String.raw`${BEFORE_SIGN}[\p{Pd}−](?=[$€£¥₹]\d)`,
    String.raw`(?<![\p{L}\p{N}.])\.\d+(?![\d.])`,
    String.raw`[vV]?\d+(?:[.,]\d+)*(?!\d|[\p{L}_][\p{L}\p{N}_]*\d)`,
    String.raw`[\p{L}\p{M}\p{N}_]+(?:'\p{L}+)*(?:\+\+|#(?!\w))?`,
    // "A-", as a grade or a type of blood.
    String.raw`(?<=\p{Lu})[-–](?![\p{L}\p{N}])`,
    String.raw`[$€£¥₹%‰]`,
    String.raw`′+`,
    String.raw`[=<>!+*&|^~\\@#{}[\]→]+`,
    // All other signs but accents, degrees and the line of "1⁄2"; "Windows®" is "Windows".
    String.raw`(?:[^\P{S}\p{Sk}°⁄©®]|(?<![\p{L}\p{N}])[©®])+`,
  ].join('|'),
  'gu',
);
/** The digits of other scripts are compared as they stand. */
const IS_NUMBER = /^(?:[vV]|[\p{Pd}−]?\.?)\d[^\p{L}_]*$|^\p{Nd}+$/u;
const IS_OPERATOR = /^[^\p{L}\p{M}\p{N}_]/u;
const IS_OPTION = /^--?[\p{L}][\p{L}\p{N}-]*/u;
const IS_PLAIN = /^[A-Za-z]+$/;
const HAS_ADDRESS = /@[^@]*\.|:\/\/|^www\.|^[~/.]{0,2}\/\w/u;
const ENDS_SENTENCE = /[.!?:;]["')]?$/;
const OPENS_QUOTE = /^["“„«`]/u;
const CLOSES_QUOTE = /["”“»`][.,?!)]*$/u;
const ABBREVIATION = /^(?:\p{L}\.){2,}\p{L}?$/u;
const FILE_NAME = /^[\p{L}_][\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]{2,})+/u;
/** "v1.10": digits alone behind the letter. */
const VERSION = /^v\d+(?:\.\d+)+[^\p{L}\p{N}]*$/iu;
/** A sign apart from its number: what is below zero, or behind a word that wants one. Elsewhere a dash parts or joins. */
const SPACED_SIGN =
  /(?<![\d°CF] )\p{Pd} (?=\d[\d.,]* ?°)|(?<=\b(?:above|and|at|below|from|is|of|or|over|than|to|under) )\p{Pd} (?=\.?\d)/gu;
/** "//", "?.", "(" in quotation marks: marks that are asked about. One alone, dashes and what ends a sentence are none. */
const IS_MARKS = /^(?!(?:[?!]+|-+|\.{3,}|[)\]"'][.,;:?!)]*)$)[!-/:-@[-`{-~]{2,}$/;
const CLOSING = /[.,;:!?)"'”»\]]+$/u;
/** All but the leading word may be a name: "Who is Ann Lee" has half of its words in capitals. */
const TITLE_SHARE = 0.7;
/** Scripts without spaces between words are compared by pairs of characters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2,}/gu;

/** Cuts a canonical question into its words, in order. Linear in its length. */
export function splitWords(text: string): Word[] {
  return evenCase(cut(text));
}

/** In A Title, and in a SHOUT, a capital says nothing. */
function evenCase(words: Word[]): Word[] {
  const letters = words.filter(({ kind, text }) => kind === 'word' && /\p{L}/u.test(text));
  const capitals = letters.filter(({ text }) => /^\p{Lu}/u.test(text)).length;
  if (letters.length < 4 || capitals < letters.length * TITLE_SHARE) return words;
  const isShout = letters.every(({ text }) => text === text.toUpperCase());
  return words.map((word) =>
    word.kind === 'word' && (isShout || isPlainCapital(word.text))
      ? { ...word, lower: word.text.toLowerCase(), isName: false }
      : word,
  );
}

function cut(text: string): Word[] {
  const words: Word[] = [];
  let startsSentence = true;
  let isQuoted = false;
  for (const chunk of spaced(text).split(' ')) {
    if (chunk === '') continue;
    // Most of a question: letters alone need no closer look.
    if (IS_PLAIN.test(chunk)) {
      const word = wordOf(chunk, { startsSentence, isGlued: false });
      words.push(isQuoted ? { ...word, isName: true } : word);
      startsSentence = false;
      continue;
    }
    isQuoted ||= OPENS_QUOTE.test(chunk);
    for (const word of piecesOf(chunk, startsSentence))
      words.push(isQuoted ? { ...word, isName: true } : word);
    if (CLOSES_QUOTE.test(chunk)) isQuoted = false;
    startsSentence = ENDS_SENTENCE.test(chunk);
  }
  return words;
}

const spaced = (text: string): string =>
  text
    .replaceAll(/[’ʼ]/gu, "'")
    .replaceAll(SPACED_SIGN, '-')
    .replaceAll(/° ?C\b/g, ' celsius')
    .replaceAll(/° ?F\b/g, ' fahrenheit')
    .replaceAll(UNSPACED, (run) => ` ${pairsOf(run)} `);

function pairsOf(run: string): string {
  const letters = Array.from(run);
  return letters
    .slice(0, -1)
    .map((letter, at) => `${letter}${letters[at + 1] ?? ''}`)
    .join(' ');
}

function piecesOf(chunk: string, startsSentence: boolean): Word[] {
  if (HAS_ADDRESS.test(chunk)) return [codeOf(chunk.replace(CLOSING, ''), chunk.includes('@'))];
  const option = IS_OPTION.exec(chunk)?.[0];
  if (option !== undefined) return [codeOf(option, false)];
  if (FILE_NAME.test(chunk) && !VERSION.test(chunk)) return [codeOf(chunk.replace(CLOSING, ''), true)];
  if (IS_MARKS.test(chunk)) return [codeOf(chunk, false)];
  const plain = ABBREVIATION.test(chunk) ? chunk.replaceAll('.', '') : chunk;
  return [...plain.matchAll(PIECE)].map(([piece], at) =>
    wordOf(piece, { startsSentence: startsSentence && at === 0, isGlued: at > 0 }),
  );
}

const codeOf = (text: string, ignoresCase: boolean): Word => ({
  kind: 'code',
  text,
  lower: ignoresCase ? text.toLowerCase() : text,
  isName: true,
  isGlued: false,
});

function wordOf(text: string, at: { readonly startsSentence: boolean; readonly isGlued: boolean }): Word {
  const { isGlued } = at;
  const lower = text.toLowerCase();
  if (text === lower && text.length > 1 && IS_PLAIN.test(text))
    return { kind: 'word', text, lower, isName: false, isGlued };
  if (IS_NUMBER.test(text)) return { kind: 'number', text, lower: digitsOf(text), isName: false, isGlued };
  if (IS_OPERATOR.test(text)) return { kind: 'code', text, lower: signed(text), isName: true, isGlued };
  const isName = looksLikeName(text) && !(at.startsSentence && isPlainCapital(text));
  return { kind: 'word', text, lower: lowerOf(text, isName), isName, isGlued };
}

/** "v2" is 2, and ".5" is 0.5. */
const digitsOf = (text: string): string => signed(text.replace(/^v/i, '')).replace(/(?<=^-?)\./, '0.');

/** Whatever dash somebody's keyboard makes of a minus. */
const signed = (text: string): string => text.replace(/^[\p{Pd}−]/u, '-');

const looksLikeName = (text: string): boolean =>
  !NEVER_NAMES.has(text) &&
  !text.startsWith("I'") &&
  (/\p{Lu}|_|\+\+$|#$|^[b-hj-z]$/u.test(text) || /\p{L}\p{N}|\p{N}\p{L}/u.test(text));
/** Written in capitals, and called by nobody. */
const NEVER_NAMES = new Set(['I', 'OK']);
const isPlainCapital = (text: string): boolean => /^\p{Lu}[\p{Ll}\p{M}']*$/u.test(text);

/** Case carries meaning in few words alone: "US", "IT", "Polish". */
function lowerOf(text: string, isName: boolean): string {
  const lower = text.toLowerCase();
  return isName && CASE_DISTINCT.has(lower) ? text : lower;
}
