import { expect, test } from 'vitest';
import type { PdfLine } from './pdf-lines.ts';
import { withoutRunningLines } from './without-running-lines.ts';

const pageOf = (page: number, texts: readonly string[]): PdfLine[] =>
  texts.map((text, at) => ({ page, text, fontSize: 11, left: 50, right: 500, baseline: 800 - at * 14 }));
const textsOf = (lines: readonly PdfLine[]): string[] => lines.map(({ text }) => text);

test('headers, footers and page numbers go; the text between them stays, also where it repeats', () => {
  const lines = [1, 2, 3, 4, 5].flatMap((page) =>
    pageOf(page, [
      'Handbook',
      `Begin ${'ab'.repeat(page)}.`,
      'Same words.',
      `End ${'ba'.repeat(page)}.`,
      `Page ${page} of 5`,
    ]),
  );
  const left = textsOf(withoutRunningLines(lines));
  expect(left).toHaveLength(15);
  expect(left.filter((text) => text === 'Same words.')).toHaveLength(5);
});

test('a few pages, and pages of a few lines, keep everything', () => {
  const short = [1, 2, 3].flatMap((page) => pageOf(page, ['Handbook', 'a', 'b', 'c', `${page}`]));
  const slides = [1, 2, 3, 4, 5].flatMap((page) => pageOf(page, ['Agenda', 'Item', `${page}`]));
  expect(withoutRunningLines(short)).toEqual(short);
  expect(withoutRunningLines(slides)).toEqual(slides);
});
