import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDocumentFiles } from './read-document-files.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-documents-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('reads text files at any depth, with and without a head', async () => {
  await mkdir(join(dir, 'a b'));
  await writeFile(join(dir, 'a b', 'note.md'), '# A note\n\nText.');
  await writeFile(join(dir, 'x.txt'), '---\nid: own\ntitle: Own title\nnamespace: hr\n---\nBody');
  await writeFile(join(dir, 'picture.png'), 'no text');
  expect(await readDocumentFiles(dir)).toEqual([
    { id: 'a-b-note.md', title: 'A note', content: '# A note\n\nText.', source: 'a b/note.md' },
    { id: 'own', title: 'Own title', content: 'Body', source: 'x.txt', namespace: 'hr' },
  ]);
});

test('reads a line of .jsonl as a document, and names a line that is none', async () => {
  await writeFile(join(dir, 'd.jsonl'), '{"id":1,"title":"One","text":"First"}\n\n');
  expect(await readDocumentFiles(dir)).toMatchObject([{ id: '1', title: 'One', content: 'First' }]);
  await writeFile(join(dir, 'd.jsonl'), '{"id":1,"text":"First"}\nnonsense\n');
  await expect(readDocumentFiles(dir)).rejects.toThrow('Line 2 of d.jsonl');
});

test('a folder that is missing is an error with the fix', async () => {
  await expect(readDocumentFiles(join(dir, 'nowhere'))).rejects.toThrow('Check the path');
});
