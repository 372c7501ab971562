import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect } from '../collect.fixture.ts';
import { documentIdOf } from '../extract/document-id.ts';
import { listDocumentFiles } from './list-document-files.ts';
import { readDocumentFiles } from './read-document-files.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-documents-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const put = async (name: string, content: string): Promise<void> => {
  await mkdir(join(dir, name, '..'), { recursive: true });
  await writeFile(join(dir, name), content);
};
const names = async (): Promise<string[]> => (await collect(listDocumentFiles(dir))).map(({ name }) => name);

test('reads text files at any depth, with and without a head', async () => {
  await put('a b/note.md', '# A note\n\nText.');
  await put('x.txt', '---\nid: own\ntitle: "Own: title"\nnamespace: hr\n---\nBody');
  await put('picture.png', 'no text');
  expect(await collect(readDocumentFiles(dir))).toEqual([
    {
      id: documentIdOf('a b/note.md'),
      title: 'A note',
      content: '# A note\n\nText.',
      source: 'a b/note.md',
    },
    { id: 'own', title: 'Own: title', content: 'Body', source: 'x.txt', namespace: 'hr' },
  ]);
});

test('a line of .jsonl that is no document is an error of its own', async () => {
  await put('d.jsonl', '{"id":1,"title":"One","text":"First"}\nnonsense\n\n{"id":2,"text":"Second"}\n');
  expect(await collect(readDocumentFiles(dir))).toMatchObject([
    { id: '1', title: 'One', content: 'First' },
    { source: 'd.jsonl', line: 2, error: { reason: 'invalid-line' } },
    { id: '2', title: '2', content: 'Second' },
  ]);
});

test('a file that cannot be read does not end the folder', async () => {
  await put('bad.pdf', 'no PDF at all');
  await put('good.md', 'Fine.');
  expect(await collect(readDocumentFiles(dir))).toMatchObject([
    { source: 'bad.pdf', error: { reason: 'type-mismatch' } },
    { id: 'good.md', content: 'Fine.' },
  ]);
});

test.skipIf(process.getuid?.() === 0)('a file or folder without permission is its own error', async () => {
  await put('closed/inside.md', 'Text.');
  await put('locked.md', 'Text.');
  await put('open.md', 'Text.');
  await chmod(join(dir, 'locked.md'), 0);
  await chmod(join(dir, 'closed'), 0);
  expect(await collect(readDocumentFiles(dir))).toMatchObject([
    { source: 'closed', error: { reason: 'unreadable' } },
    { source: 'locked.md', error: { reason: 'unreadable' } },
    { id: 'open.md' },
  ]);
  await expect(names()).rejects.toThrow('permissions');
  await chmod(join(dir, 'closed'), 0o700);
});

test('a folder that is missing is an error with the fix', async () => {
  await expect(collect(readDocumentFiles(join(dir, 'nowhere')))).rejects.toThrow('Check the path');
});

test('lists files sorted, with size and time, without what is hidden or installed', async () => {
  await put('b.md', 'four');
  await put('a/z.PDF', '%PDF-');
  await put('.git/config.md', 'x');
  await put('.hidden.md', 'x');
  await put('node_modules/pkg/readme.md', 'x');
  await put('c.png', 'x');
  await utimes(join(dir, 'b.md'), 1_000, 1_000);
  expect(await names()).toEqual(['a/z.PDF', 'b.md']);
  const [, file] = await collect(listDocumentFiles(dir));
  expect(file).toEqual({ name: 'b.md', path: join(dir, 'b.md'), sizeBytes: 4, modifiedAtMs: 1_000_000 });
});

test('follows links to files inside, and none that lead out, in circles or nowhere', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'ragfleet-outside-'));
  await writeFile(join(outside, 'secret.md'), 'secret');
  await put('data/real.md', 'text');
  await symlink(join(dir, 'data/real.md'), join(dir, 'inside.md'));
  await symlink(join(outside, 'secret.md'), join(dir, 'leak.md'));
  await symlink(outside, join(dir, 'leaks'));
  await symlink(dir, join(dir, 'data/circle'));
  await symlink(join(dir, 'gone.md'), join(dir, 'broken.md'));
  await symlink(join(dir, 'self.md'), join(dir, 'self.md'));
  expect(await names()).toEqual(['data/real.md', 'inside.md']);
  await rm(outside, { recursive: true });
});
