import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How often a corpus has a word in one of its meanings. */
export interface Use {
  readonly word: string;
  readonly isVerb: boolean;
  readonly count: number;
}

export interface WordNet {
  /** Its licence, which has to stand in every copy. */
  readonly notice: readonly string[];
  readonly uses: readonly Use[];
  /** Irregular forms of verbs with their base: `['bought', 'buy']`. */
  readonly irregular: readonly (readonly [string, string])[];
}

/** The first lines of a file of data, numbered. */
const NOTICE = /^ {2}\d+ (.*\S)/;
const VERB = '2';

/** Reads WordNet's own files, as `wndb(5WN)`, `senseidx(5WN)` and `morphy(7WN)` describe them. */
export function readWordNet(folders: {
  readonly dictFolder: string;
  readonly exceptionsFolder: string;
}): WordNet {
  const linesOf = (folder: string, file: string): string[] =>
    readFileSync(join(folder, file), 'latin1').split('\n');
  return {
    notice: linesOf(folders.dictFolder, 'data.verb').flatMap((line) => NOTICE.exec(line)?.[1] ?? []),
    uses: linesOf(folders.dictFolder, 'index.sense').flatMap(useOf),
    irregular: linesOf(folders.exceptionsFolder, 'verb.exc').flatMap(irregularOf),
  };
}

/** `word%type:... offset number count`. */
function useOf(line: string): Use[] {
  const [key = '', , , count] = line.split(' ');
  const [word = '', sense = ''] = key.split('%');
  return count === undefined ? [] : [{ word, isVerb: sense.startsWith(VERB), count: Number(count) }];
}

function irregularOf(line: string): [string, string][] {
  const [form, ...bases] = line.trim().split(' ');
  return form === undefined ? [] : bases.map((base): [string, string] => [form, base]);
}
