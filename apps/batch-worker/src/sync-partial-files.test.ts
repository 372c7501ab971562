import { readFileSync } from 'node:fs';
import {
  createFileExtractor,
  type ExtractionLimits,
  type FileExtractorOptions,
} from '@ragfleet/document-files';
import { createSyncSource, type DocumentSource, type PassReport } from '@ragfleet/rag-core';
import { createInMemorySources } from '@ragfleet/test-support';
import { expect, it } from 'vitest';

const LINES = 1_500;
const signal = new AbortController().signal;
const lineOf = (at: number, text: string): string =>
  JSON.stringify({ id: `d${at}`, text: `${text} ${at} ${'word '.repeat(60)}` });
const linesOf = (text: string): string[] => Array.from({ length: LINES }, (_line, at) => lineOf(at, text));

/** A source of one .jsonl file, and what of it is searchable. */
function openStage(extractorOptions: FileExtractorOptions, lines: readonly string[]) {
  const stage = { lines, nowMs: 1_000_000, onSubmitted: (): void => undefined };
  const clock = { nowMs: () => stage.nowMs, monotonicMs: () => 0 };
  const catalogue = createInMemorySources(clock);
  const extractor = createFileExtractor({ processes: 1, ...extractorOptions });
  const searchable = new Map<string, string>();
  let submissions = 0;
  const syncSource = createSyncSource({
    catalogue,
    extractor,
    submitDocuments: async (_name, documents) => {
      for (const { id, content } of documents) searchable.set(id, content);
      submissions += 1;
      catalogue.endIngestion(`ing_${submissions}`, null);
      stage.onSubmitted();
      return `ing_${submissions}`;
    },
    removeDocument: async (_name, id) => void searchable.delete(id),
    clock,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const revisionOf = (content: string): string => `${content.length}-${content.slice(0, 40)}`;
  const source: DocumentSource = {
    list: async function* () {
      yield { key: 'all.jsonl', revision: revisionOf(stage.lines.join('\n')), sizeBytes: null };
    },
    read: async () => {
      const content = stage.lines.join('\n');
      return {
        status: 'read',
        revision: revisionOf(content),
        mediaType: null,
        content: Buffer.from(content),
      };
    },
  };
  const labels = { namespace: 'hr', department: null, metadata: {} };
  const limits = { maxItemBytes: 50_000_000, itemTimeoutMs: 120_000, maxPassMs: 600_000 };
  const pass = (): Promise<PassReport | null> =>
    syncSource(
      {
        name: { tenantId: 'acme', source: 'lines' },
        source,
        rules: { labels, ...limits, allowMassDelete: true },
        holder: 'job-1',
      },
      signal,
    );
  return { stage, pass, searchable, close: () => extractor.close() };
}

/** Ends the readers as the kernel does where memory is short. */
function killReaders(): void {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim();
  for (const id of children.split(' ').filter(Boolean)) {
    const isReader = readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('extraction-main');
    if (isReader) process.kill(Number(id), 'SIGKILL');
  }
}

it.skipIf(process.platform !== 'linux')(
  'a file whose reader dies fails, loses no document, and is read again',
  async () => {
    const { stage, pass, searchable, close } = openStage({}, linesOf('old'));
    await pass();
    expect(searchable.size).toBe(LINES);
    stage.lines = linesOf('new').slice(0, LINES - 1);
    stage.onSubmitted = killReaders;
    expect(await pass()).toMatchObject({ counts: { changed: 0, failed: 1, documentsRemoved: 0 } });
    expect(searchable.size).toBe(LINES);
    stage.onSubmitted = () => undefined;
    stage.nowMs += 16 * 60_000;
    expect(await pass()).toMatchObject({ counts: { changed: 1, failed: 0, documentsRemoved: 1 } });
    expect([...searchable.values()].every((content) => content.startsWith('new'))).toBe(true);
    await close();
  },
);

it.each<[string, Partial<ExtractionLimits>, (line: string, at: number) => string]>([
  [
    'has too many documents now',
    { maxDocuments: LINES },
    (line, at) => (at === 9 ? `${line}\n${line.replace('d9', 'more')}` : line),
  ],
  [
    'has too many lines that are none',
    { maxFailures: 20 },
    (line, at) => (at > 500 && at < 600 ? line.slice(0, -1) : line),
  ],
])('a file that %s fails, and loses no document', async (_what, limits, changed) => {
  const { stage, pass, searchable, close } = openStage({ limits }, linesOf('old'));
  await pass();
  stage.lines = linesOf('new').map(changed);
  expect(await pass()).toMatchObject({ counts: { changed: 0, failed: 1, documentsRemoved: 0 } });
  expect(await pass()).toMatchObject({ counts: { unchanged: 0, waiting: 1, documentsRemoved: 0 } });
  expect(searchable.size).toBeGreaterThanOrEqual(LINES);
  await close();
});

it.each([
  ['is cut off', (line: string) => line.slice(0, -1)],
  ['has metadata of the wrong type', (line: string) => line.replace('}', ',"metadata":{"a":{}}}')],
])('a line that %s keeps its document', async (_what, broken) => {
  const { stage, pass, searchable, close } = openStage({}, linesOf('old').slice(0, 3));
  await pass();
  stage.lines = linesOf('new')
    .slice(0, 3)
    .map((line, at) => (at === 1 ? broken(line) : line));
  expect(await pass()).toMatchObject({ counts: { changed: 1, failed: 1, documentsRemoved: 0 } });
  expect([...searchable.values()].map((content) => content.slice(0, 5)).toSorted()).toEqual([
    'new 0',
    'new 2',
    'old 1',
  ]);
  await close();
});
