import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSynsets } from './read-synsets.ts';
import { relateForms } from './relate-forms.ts';
import { relateStems } from './relate-stems.ts';
import { knownStems, sharesOfStems } from './word-senses.ts';

/** Lines as in WordNet's files, of a world with few words. */
const FILES: Readonly<Record<string, string>> = {
  'data.noun': [
    '00000100 05 n 02 rabbit 0 cony 0 001 @ 00000300 n 0000 | a burrowing animal',
    '00000200 05 n 01 hare 0 001 @ 00000300 n 0000 | a swift animal',
    '00000300 05 n 01 animal 0 002 ~ 00000100 n 0000 ~ 00000200 n 0000 | a living thing',
    '00000400 06 n 01 bank 0 000 | a house for money',
    '00000500 17 n 02 bank 0 slope 0 000 | sloping land',
  ].join('\n'),
  'data.verb': [
    '  1 This is to be in every copy.  ',
    '00000600 40 v 02 buy 0 purchase 0 001 ! 00000700 v 0101 01 + 08 00 | get for money',
    '00000700 40 v 02 sell 0 purchase 1 001 ! 00000600 v 0101 01 + 08 00 | give for money',
  ].join('\n'),
  'data.adj': '',
  'data.adv': '',
  'index.sense': [
    'rabbit%1:05:00:: 00000100 1 5',
    'cony%1:05:00:: 00000100 1 1',
    'hare%1:05:00:: 00000200 1 2',
    'animal%1:05:00:: 00000300 1 9',
    'bank%1:06:00:: 00000400 1 990',
    'bank%1:17:00:: 00000500 2 10',
    'slope%1:17:00:: 00000500 1 10',
    'buy%2:40:00:: 00000600 1 90',
    'purchase%2:40:00:: 00000600 1 9',
    'purchase%2:40:01:: 00000700 2 9',
    'sell%2:40:00:: 00000700 1 50',
    'zzyzx%1:05:00:: 00000100 2 0',
  ].join('\n'),
  'noun.exc': '',
  'verb.exc': 'bought buy',
  'adj.exc': '',
  'adv.exc': '',
};
const language = {
  stemOf: (word: string) => word,
  specificityOf: (word: string) => (word === 'zzyzx' ? 2 : 1),
  stopWords: new Set<string>(),
};
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wordnet-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), `${text}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = () => readSynsets({ dictFolder: folder, exceptionsFolder: folder });

function related(): Map<string, number> {
  const wordNet = read();
  const relations = [
    ...relateStems(wordNet.synsets, sharesOfStems(wordNet, language)),
    ...relateForms(wordNet, language),
  ];
  return new Map(
    relations.map(({ stem, other, relatedness }) => [[stem, other].toSorted().join(' '), relatedness]),
  );
}

it('relates synonyms, kinds and irregular forms by how usual the meaning is', () => {
  const relations = related();
  expect(relations.get('cony rabbit')).toBe(1);
  expect(relations.get('animal rabbit')).toBeGreaterThan(0.3);
  expect(relations.get('bought buy')).toBe(1);
});

it('does not relate two of a kind, rare meanings and opposites', () => {
  const relations = related();
  for (const pair of ['hare rabbit', 'bank slope', 'buy sell']) expect(relations.get(pair)).toBeUndefined();
});

it('knows common words and those that a corpus has, and the licence', () => {
  const wordNet = read();
  const known = knownStems(wordNet, language);
  expect(known.has('bought')).toBe(true);
  expect(known.has('zzyzx')).toBe(false);
  expect(wordNet.notice).toEqual(['This is to be in every copy.']);
});
