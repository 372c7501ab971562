import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../collect.fixture.ts';
import { type Extraction, type FileExtractor, isExtractionFailure } from '../contract.ts';
import { createFileExtractor } from '../process/create-file-extractor.ts';
import type { CorpusFile } from './corpus-file.fixture.ts';
import { realDocx } from './office.fixture.ts';
import { realPdf } from './pdf.fixture.ts';
import { LINE_FILES } from './line-files.fixture.ts';
import { PDF_FILES } from './pdf-files.fixture.ts';
import { TEXT_FILES } from './text-files.fixture.ts';
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
  extractor = createFileExtractor();
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
    const [first] = results;
    if (file.contains !== undefined && first !== undefined && !isExtractionFailure(first))
      expect(first.content).toContain(file.contains);
  });
});

/** Whatever a file holds, its results can be stored, and its errors say the fix. */
function expectSound(result: Extraction): void {
  expect(result.id).toMatch(/^[\w.:-]{1,128}$/);
  if (isExtractionFailure(result)) {
    expect(result.error.message).toMatch(/^[A-Z\d].*\.$/);
    return;
  }
  expect(result.content.isWellFormed() && result.title.isWellFormed()).toBe(true);
  expect(result.content).not.toContain('\0');
  expect(result.title).toMatch(/^\S.{0,511}$/u);
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
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const bad = files.map(async ({ file, content }) => {
    const results = await collect(extractor.extract({ name: file.name, content }, never));
    return results.length;
  });
  const loads = Array.from({ length: 3 }, () => good).flat();
  const documents = await Promise.all(loads.map(async (file) => collect(extractor.extract(file, never))));
  expect((await Promise.all(bad)).every((count) => count > 0)).toBe(true);
  delay.disable();
  for (const [document] of documents) expect(document).toMatchObject({ title: 'Travel rules' });
  expect(process.memoryUsage.rss() - startBytes).toBeLessThan(400 * 1024 * 1024);
    'rss MB',
    (process.memoryUsage.rss() - startBytes) / 1e6,
    'p99',
    delay.percentile(99) / 1e6,
    'max',
    delay.max / 1e6,
  );
  expect(delay.percentile(99) / 1e6).toBeLessThan(50);
}, 90_000);
