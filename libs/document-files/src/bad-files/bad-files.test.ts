import { cpuMs } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../collect.fixture.ts';
import { type Extraction, type FileExtractor, isExtractionFailure } from '../contract.ts';
import { extractDocuments } from '../extract/extract-documents.ts';
import { EXTRACTION_LIMITS } from '../extract/extraction-limits.ts';
import { createFileExtractor } from '../process/create-file-extractor.ts';
import type { CorpusFile } from './corpus-file.fixture.ts';
import { realDocx } from './office.fixture.ts';
import { realPdf } from './pdf.fixture.ts';
import { LINE_FILES } from './line-files.fixture.ts';
import { PDF_FILES } from './pdf-files.fixture.ts';
import { TEXT_FILES } from './text-files.fixture.ts';
import { startTurnMeter } from './turn-meter.fixture.ts';
import { WEB_FILES } from './web-files.fixture.ts';
import { WORD_FILES } from './word-files.fixture.ts';

const CORPUS: readonly CorpusFile[] = [
  ...TEXT_FILES,
  ...LINE_FILES,
  ...PDF_FILES,
  ...WORD_FILES,
  ...WEB_FILES,
];
const never = new AbortController().signal;

let extractor: FileExtractor;
beforeAll(() => {
  extractor = createFileExtractor({ processes: 2 });
});
afterAll(() => extractor.close());

const extract = async ({ name, mediaType, bytes }: CorpusFile): Promise<Extraction[]> =>
  collect(
    extractor.extract(
      { name, content: await bytes(), ...(mediaType === undefined ? {} : { mediaType }) },
      never,
    ),
  );
const outcomeOf = (extraction: Extraction): string =>
  isExtractionFailure(extraction) ? extraction.error.reason : 'ok';

test('the corpus has no fewer than sixty bad files', () => {
  expect(
    CORPUS.filter(({ outcomes }) => outcomes.some((outcome) => outcome !== 'ok')).length,
  ).toBeGreaterThan(60);
});

describe('each file', () => {
  test.each(CORPUS)('$what ($name): $outcomes.0', async (file) => {
    const results = await extract(file);
    expect(results.map(outcomeOf)).toEqual(file.outcomes);
    for (const result of results) expectSound(result);
    expect(contentOf(results[0])).toContain(file.contains ?? '');
  });
});

const contentOf = (result: Extraction | undefined): string =>
  result === undefined || isExtractionFailure(result) ? '' : result.content;

/** Whatever a file holds, its results can be stored, and its errors say the fix. */
function expectSound(result: Extraction): void {
  expect(result.id).toMatch(/^[\w.:-]{1,128}$/);
  const line = isExtractionFailure(result) ? result.error.message : result.title;
  expect(line).toMatch(/^\S.{0,511}$/u);
  expect(/[.…]$/.test(line) || !isExtractionFailure(result)).toBe(true);
  expect(contentOf(result).isWellFormed() && line.isWellFormed()).toBe(true);
  expect(contentOf(result)).not.toContain('\0');
}

test('all of them in one load leave the good files unharmed and the process responsive', async () => {
  const good = [
    { name: 'good.pdf', content: await realPdf() },
    { name: 'good.docx', content: await realDocx() },
    { name: 'good.html', content: Buffer.from('<h1>Travel rules</h1><p>Second class is the rule.') },
    { name: 'good.md', content: Buffer.from('# Travel rules\n\nSecond class is the rule.') },
  ];
  const files = await Promise.all(
    CORPUS.filter(({ outcomes }) => outcomes.length < 10).map(async (file) => ({
      file,
      content: await file.bytes(),
    })),
  );
  const startBytes = process.memoryUsage.rss();
  const longestTurnMs = startTurnMeter();
  const bad = files.map(async ({ file, content }) => {
    const results = await collect(extractor.extract({ name: file.name, content }, never));
    return results.length;
  });
  const loads = Array.from({ length: 3 }, () => good).flat();
  const documents = await Promise.all(loads.map(async (file) => collect(extractor.extract(file, never))));
  expect((await Promise.all(bad)).every((count) => count > 0)).toBe(true);
  const heldMs = longestTurnMs();
  // Readers are started anew in one turn, and on a busy machine a turn hears of many things at once.
  expect(heldMs).toBeLessThan((await readingHereMs()) / 4);
  for (const [document] of documents) expect(document).toMatchObject({ title: 'Travel rules' });
  expect(process.memoryUsage.rss() - startBytes).toBeLessThan(400 * 1024 * 1024);
}, 90_000);

/** The processor time that one large page takes where it is read in this process: what a reader is for. */
const readingHereMs = (): Promise<number> => {
  const page = Buffer.from('<p>Words.</p>'.repeat(200_000));
  return cpuMs(() => collect(extractDocuments(page, { name: 'a.html' }, EXTRACTION_LIMITS)));
};
