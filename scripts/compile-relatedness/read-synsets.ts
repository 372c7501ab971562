import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A link from one meaning to another, by WordNet's symbol: `@` a kind of, `~` its kinds, `+` derived, `!` opposite. */
export interface Pointer {
  readonly symbol: string;
  readonly to: string;
  /** Which words it joins, counted from 1; 0 when it joins the meanings as wholes. */
  readonly fromWord: number;
  readonly toWord: number;
}

/** One meaning, with the words that have it. */
export interface Synset {
  readonly id: string;
  /** An adjective that stands around another, which its `&` links point to: "huge" around "large". */
  readonly isSatellite: boolean;
  /** As written, with `_` for a space. */
  readonly words: readonly string[];
  readonly pointers: readonly Pointer[];
}

/** How often a corpus has a word in one of its meanings, and the meaning's place among those of this part of speech. */
export interface Sense {
  readonly word: string;
  readonly synset: string;
  readonly place: number;
  readonly count: number;
}

export interface Synsets {
  /** The licence, which has to stand beside every copy. */
  readonly notice: readonly string[];
  readonly synsets: ReadonlyMap<string, Synset>;
  readonly senses: readonly Sense[];
  /** Irregular forms with what they are forms of: `['bought', 'buy']`. */
  readonly irregular: readonly (readonly [form: string, base: string])[];
}

const NOTICE = /^ {2}\d+ ?(.*?)\s*$/;
const PARTS = ['noun', 'verb', 'adj', 'adv'] as const;
const HEAD = /^(\d{8}) \d\d ([nvasr]) ([0-9a-f]{2}) /;
const POSITION = /\([a-z]+\)$/;
const LETTERS: Readonly<Record<string, string>> = { 1: 'n', 2: 'v', 3: 'a', 4: 'r', 5: 'a' };

/** Reads WordNet's own files, as `wndb(5WN)`, `senseidx(5WN)` and `morphy(7WN)` describe them. */
export function readSynsets(folders: {
  readonly dictFolder: string;
  readonly exceptionsFolder: string;
}): Synsets {
  const linesOf = (folder: string, file: string): string[] =>
    readFileSync(join(folder, file), 'latin1').split('\n');
  const synsets = PARTS.flatMap((part) =>
    linesOf(folders.dictFolder, `data.${part}`).flatMap((line) => synsetOf(line)),
  );
  return {
    notice: linesOf(folders.dictFolder, 'data.verb').flatMap((line) => NOTICE.exec(line)?.[1] ?? []),
    synsets: new Map(synsets.map((synset) => [synset.id, synset])),
    senses: linesOf(folders.dictFolder, 'index.sense').flatMap(senseOf),
    irregular: PARTS.flatMap((part) => linesOf(folders.exceptionsFolder, `${part}.exc`).flatMap(irregularOf)),
  };
}

/** `offset file part count (word id)* count (symbol offset part words)* ...`. */
function synsetOf(line: string): Synset[] {
  const [, offset = '', part = '', words = ''] = HEAD.exec(line) ?? [];
  if (offset === '') return [];
  const fields = line.split(' ');
  const firstPointer = 5 + 2 * Number.parseInt(words, 16);
  const pointers = Array.from({ length: Number(fields[firstPointer - 1]) }, (_one, at): Pointer => {
    const [symbol = '', to = '', toPart = '', joined = ''] = fields.slice(firstPointer + 4 * at);
    return {
      symbol,
      to: `${toPart}${to}`,
      fromWord: Number.parseInt(joined.slice(0, 2), 16),
      toWord: Number.parseInt(joined.slice(2), 16),
    };
  });
  const written = fields.slice(4, firstPointer - 1).filter((_field, at) => at % 2 === 0);
  return [
    {
      id: `${part === 's' ? 'a' : part}${offset}`,
      isSatellite: part === 's',
      words: written.map((word) => word.replace(POSITION, '')),
      pointers,
    },
  ];
}

/** `word%type:... offset place count`. */
function senseOf(line: string): Sense[] {
  const [key = '', offset = '', place, count] = line.split(' ');
  const [word = '', type = ''] = key.split('%');
  const part = LETTERS[type.charAt(0)] ?? '';
  return count === undefined
    ? []
    : [{ word, synset: `${part}${offset}`, place: Number(place), count: Number(count) }];
}

function irregularOf(line: string): [string, string][] {
  const [form, ...bases] = line.trim().split(' ');
  return form === undefined ? [] : bases.map((base): [string, string] => [form, base]);
}
