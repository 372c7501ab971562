import { writeFileSync } from 'node:fs';
import { lexiconTable } from './compile-lexicon/lexicon-table.ts';
import { readWordNet } from './compile-lexicon/read-wordnet.ts';

/**
 * Makes the table of the semantic cache's judge from the files of WordNet: `node scripts/compile-lexicon.ts DICT
 * EXCEPTIONS`. DICT is the `dict` folder of WordNet 3.1 (data.noun, index.sense, ...), EXCEPTIONS one with its lists of
 * irregular forms (noun.exc, ...); they come in different packages. docs/decisions/0039 says where from.
 */
const TABLE = new URL('../libs/question-meaning/src/lexicon/wordnet.json', import.meta.url);

const [dictFolder, exceptionsFolder] = process.argv.slice(2);
if (dictFolder === undefined || exceptionsFolder === undefined)
  throw new Error('Say where WordNet is: node scripts/compile-lexicon.ts DICT EXCEPTIONS');
const table = lexiconTable(readWordNet({ dictFolder, exceptionsFolder }));
// A meaning a line, so that another version of WordNet shows what it changes.
writeFileSync(TABLE, `${JSON.stringify(table, null, 2)}\n`);
