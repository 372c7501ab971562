import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readDataset } from './read-dataset.ts';

const DOCUMENTS = '{"id": 1, "title": "One", "text": "one"}\n{"id": "b", "text": "two"}\n';
const QUERIES = '{"id": 1, "text": "one?", "relevant": ["1"]}';
let dir: string | undefined;

async function datasetOf(
  documents: string | Buffer | null,
  queries: string | null,
): ReturnType<typeof readDataset> {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-dataset-'));
  if (documents !== null) await writeFile(join(dir, 'documents.jsonl'), documents);
  if (queries !== null) await writeFile(join(dir, 'queries.jsonl'), queries);
  return readDataset(dir);
}

afterEach(async () => {
  if (dir !== undefined) await rm(dir, { recursive: true, force: true });
});

describe('readDataset', () => {
  it('keeps ids as they are written and compares them as text', async () => {
    const { documents, queries } = await datasetOf(`\uFEFF${DOCUMENTS}\r\n\n`, QUERIES);
    expect(documents).toEqual([
      { id: 1, title: 'One', text: 'one' },
      { id: 'b', title: '', text: 'two' },
    ]);
    expect(queries).toEqual([
      { id: 1, text: 'one?', relevant: new Set(['1']), answers: null, isAnswerable: true },
    ]);
  });
  it('takes a line separator inside a text for text', async () => {
    const { documents } = await datasetOf(`{"id": 1, "text": "Büro\u2028auf"}`, QUERIES);
    expect(documents).toMatchObject([{ text: 'Büro\u2028auf' }]);
  });
  it('reads what the answers are, and that there is none', async () => {
    const lines = [
      { id: 1, text: 'one?', relevant: [1], answers: ['one', ' 1 '] },
      { id: 2, text: 'three?', answerable: false },
    ];
    const { queries } = await datasetOf(DOCUMENTS, lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(queries.map(({ answers, isAnswerable }) => ({ answers, isAnswerable }))).toEqual([
      { answers: ['one', '1'], isAnswerable: true },
      { answers: null, isAnswerable: false },
    ]);
  });
  it.each([
    ['documents that are missing', null, QUERIES, 'documents.jsonl cannot be read. Name a folder'],
    ['queries that are missing', DOCUMENTS, null, 'queries.jsonl cannot be read. Name a folder'],
    [
      'a line that is not UTF-8',
      Buffer.from(`${DOCUMENTS}{"id": 3, "text": "Büro"}\n`, 'latin1'),
      QUERIES,
      'documents.jsonl line 3 is not UTF-8. Save the file as UTF-8',
    ],
    ['an empty file', '\n', QUERIES, 'documents.jsonl is empty'],
    ['a line that is not JSON', `${DOCUMENTS}{"id": 3,`, QUERIES, 'documents.jsonl line 3 is not JSON'],
    [
      'a document without text',
      '{"id": 1, "title": "t"}',
      QUERIES,
      'documents.jsonl line 1: "text" is wrong',
    ],
    ['a line that is no object', '7', QUERIES, 'documents.jsonl line 1: it is wrong'],
    [
      'an id that is taken',
      `${DOCUMENTS}{"id": "1", "text": "x"}`,
      QUERIES,
      'documents.jsonl line 3: its id is taken',
    ],
    [
      'a query without text',
      DOCUMENTS,
      '{"id": 1, "text": " ", "relevant": [1]}',
      'queries.jsonl line 1: "text" is wrong',
    ],
    [
      'a query that nothing answers by mistake',
      DOCUMENTS,
      '{"id": 1, "text": "x"}',
      'queries.jsonl line 1: "relevant" is empty',
    ],
    [
      'a relevant document that is not there',
      DOCUMENTS,
      '{"id": 1, "text": "x", "relevant": [1, 9]}',
      '"relevant" names 1 documents that',
    ],
  ])('refuses %s and says what to do', async (_, documents, queries, message) => {
    await expect(datasetOf(documents, queries)).rejects.toThrow(message);
  });
  it('takes a data set of which nothing can be answered: the pipeline is asked, and is to refuse', async () => {
    const { queries } = await datasetOf(DOCUMENTS, '{"id": 1, "text": "x", "answerable": false}');
    expect(queries).toMatchObject([{ relevant: new Set(), isAnswerable: false }]);
  });
});
