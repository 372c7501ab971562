import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCorpus } from './read-corpus.ts';

test('the corpus has about thirty documents in public, department and private namespaces', async () => {
  const { handbook, otherTenant, own } = await readCorpus(null);
  expect(handbook.length).toBeGreaterThanOrEqual(30);
  expect(new Set(handbook.map(({ namespace }) => namespace))).toEqual(
    new Set(['public', 'default', 'engineering', 'finance', 'private']),
  );
  expect(new Set(handbook.map(({ id }) => id)).size).toBe(handbook.length);
  expect(otherTenant.length).toBeGreaterThan(0);
  expect(own).toEqual([]);
});

test('a folder without documents is an error with the fix', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-corpus-'));
  await expect(readCorpus(dir)).rejects.toThrow('holds no .txt, .md, .html, .pdf, .docx or .jsonl');
  await rm(dir, { recursive: true });
});

test('a file that cannot be read leaves the others of the folder alone', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-corpus-'));
  await writeFile(join(dir, 'fine.md'), '# Fine\n\nText.');
  await writeFile(join(dir, 'none.pdf'), 'no PDF');
  const { own, unread } = await readCorpus(dir);
  expect(own.map(({ id }) => id)).toEqual(['fine.md']);
  expect(unread.map(({ source, error }) => [source, error.reason])).toEqual([['none.pdf', 'type-mismatch']]);
  await rm(dir, { recursive: true });
});
