import type { PdfLine } from './pdf-lines.ts';

const HEADING_RATIO = 1.2;
const MAX_HEADING_CHARACTERS = 200;
/** Where more of the text than this is large, size says nothing: slides, posters. */
const MAX_HEADING_SHARE = 0.2;
const HEADING_LEVELS = 3;
/** Lines further apart than this many of their heights are paragraphs of their own. */
const PARAGRAPH_GAP = 1.7;
/** A line that ends this much short of its column ended because its sentence or item did. */
const SHORT_LINE = 0.85;
const LIST_ITEM = /^(?:[•◦▪‣·*\u2013-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s/;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Lines of print as paragraphs, with what is printed larger than the body as Markdown headings. */
export function markdownOfLines(lines: readonly PdfLine[]): string {
  const levels = headingLevels(lines);
  const columns = columnEdges(lines);
  const blocks: string[][] = [];
  let previous: PdfLine | null = null;
  let previousLevel = 0;
  for (const line of lines) {
    const level = isHeadingText(line.text) ? (levels.get(sizeKey(line)) ?? 0) : 0;
    const block = blocks.at(-1);
    if (block === undefined || previous === null) blocks.push([marked(line.text, level)]);
    else if (level === previousLevel && continues(previous, line, level > 0, columns)) join(block, line.text);
    else if (level === 0 && previousLevel === 0 && isNear(previous, line)) block.push('\n', line.text);
    else blocks.push([marked(line.text, level)]);
    previous = line;
    previousLevel = level;
  }
  return blocks.map((pieces) => pieces.join('')).join('\n\n');
}

const marked = (text: string, level: number): string => (level > 0 ? `${'#'.repeat(level)} ${text}` : text);

/** Whether the sentence of a line goes on in the next one. */
function continues(
  previous: PdfLine,
  line: PdfLine,
  isHeading: boolean,
  columns: ReadonlyMap<string, number>,
): boolean {
  if (sizeKey(previous) !== sizeKey(line) || LIST_ITEM.test(line.text)) return false;
  // What it announces follows.
  if (previous.text.endsWith(':')) return false;
  if (isHeading) return isNear(previous, line);
  if (!isNear(previous, line)) return previous.page !== line.page && isCutSentence(previous, line);
  const edge = columns.get(columnKey(previous)) ?? previous.right;
  return previous.right - previous.left >= (edge - previous.left) * SHORT_LINE;
}

const isCutSentence = (previous: PdfLine, line: PdfLine): boolean =>
  !/[.!?:;]["'”’)]*$/.test(previous.text) && /^\p{Ll}/u.test(line.text);

function isNear(previous: PdfLine, line: PdfLine): boolean {
  const gap = previous.baseline - line.baseline;
  return (
    previous.page === line.page &&
    gap > 0 &&
    gap <= Math.max(previous.fontSize, line.fontSize) * PARAGRAPH_GAP
  );
}

/** A word that was hyphenated at the end of a line is one word again. In pieces: a long paragraph is copied once. */
function join(block: string[], next: string): void {
  const last = block.at(-1) ?? '';
  const isHyphenated = last.endsWith('\u00AD') || (/\p{Ll}[-\u2010]$/u.test(last) && /^\p{Ll}/u.test(next));
  if (isHyphenated) {
    block[block.length - 1] = last.slice(0, -1);
    block.push(next);
    return;
  }
  const isEastAsian = EAST_ASIAN.test(last.slice(-1)) && EAST_ASIAN.test(next.slice(0, 1));
  block.push(isEastAsian ? next : ` ${next}`);
}

/** The largest sizes above the body's, which is the size that most characters have. */
function headingLevels(lines: readonly PdfLine[]): ReadonlyMap<number, number> {
  const characters = new Map<number, number>();
  for (const line of lines)
    characters.set(sizeKey(line), (characters.get(sizeKey(line)) ?? 0) + line.text.length);
  const total = [...characters.values()].reduce((sum, count) => sum + count, 0);
  const [body = 0] = [...characters].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const larger = [...characters].filter(([size]) => size >= body * HEADING_RATIO);
  const largerCharacters = larger.reduce((sum, [, count]) => sum + count, 0);
  if (largerCharacters > total * MAX_HEADING_SHARE) return new Map();
  const sizes = larger.map(([size]) => size).toSorted((a, b) => b - a);
  return new Map(sizes.map((size, at) => [size, Math.min(at + 1, HEADING_LEVELS)]));
}

/** How far the lines reach that begin at the same place of the same page. */
function columnEdges(lines: readonly PdfLine[]): ReadonlyMap<string, number> {
  const edges = new Map<string, number>();
  for (const line of lines) edges.set(columnKey(line), Math.max(edges.get(columnKey(line)) ?? 0, line.right));
  return edges;
}

const isHeadingText = (text: string): boolean => text.length <= MAX_HEADING_CHARACTERS && /\p{L}/u.test(text);
const sizeKey = ({ fontSize }: PdfLine): number => Math.round(fontSize * 2) / 2;
const columnKey = ({ page, left }: PdfLine): string => `${page}:${Math.round(left / 4)}`;
