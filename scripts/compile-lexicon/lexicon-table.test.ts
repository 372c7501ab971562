import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lexiconTable } from './lexicon-table.ts';
import { readWordNet } from './read-wordnet.ts';

/** Lines as in WordNet's files, of a world with few words. */
const FILES: Readonly<Record<string, string>> = {
  'data.verb': '  1 This is to be in every copy.  \n00000500 30 v 01 renew 0 000 | make new',
  'index.sense': [
    'bike%1:06:00:: 00000400 1 2',
    'bike%2:38:00:: 00000800 1 1',
    'renew%2:30:00:: 00000500 1 7',
    'building%1:06:00:: 00000900 1 3',
    'catch_up%2:30:00:: 00001000 1 3',
  ].join('\n'),
  'verb.exc': 'renewn renew\nflurbed flurb',
};
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wordnet-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), `${text}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('keeps what is a verb most often, what only looks like one, and their irregular forms', () => {
  expect(lexiconTable(readWordNet({ dictFolder: folder, exceptionsFolder: folder }))).toEqual({
    notice: ['This is to be in every copy.'],
    verbs: ['renew'],
    things: ['building'],
    irregular: ['renewn renew'],
  });
});
