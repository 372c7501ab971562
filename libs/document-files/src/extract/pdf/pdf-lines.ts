/** A line of print. Positions in points from the page's lower left corner. */
export interface PdfLine {
  readonly page: number;
  readonly text: string;
  readonly fontSize: number;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
}

/** A piece of text as PDF.js finds it; marks of tagged PDFs have no text. */
export interface PdfTextItem {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly hasEOL: boolean;
}

/** The lines of a page in the order in which the page prints them, which is the order of reading in nearly all. */
export function linesOfPage(items: readonly object[], page: number): PdfLine[] {
  const lines: PdfLine[] = [];
  let pieces: PdfTextItem[] = [];
  const close = (): void => {
    const line = lineOf(pieces, page);
    if (line !== null) lines.push(line);
    pieces = [];
  };
  for (const item of items) {
    if (!isTextItem(item)) continue;
    const last = pieces.at(-1);
    if (last !== undefined && item.str !== '' && isElsewhere(last, item)) close();
    if (item.str !== '') pieces.push(item);
    if (item.hasEOL) close();
  }
  close();
  return lines;
}

function lineOf(pieces: readonly PdfTextItem[], page: number): PdfLine | null {
  const text = pieces
    .map(({ str }) => str)
    .join('')
    .trim();
  const printed = pieces.filter(({ str }) => str.trim() !== '');
  const [first] = printed;
  if (first === undefined) return null;
  return {
    page,
    text,
    fontSize: Math.max(...printed.slice(0, 64).map(fontSizeOf)),
    left: Math.min(...printed.slice(0, 64).map(leftOf)),
    right: printed.reduce((right, piece) => Math.max(right, leftOf(piece) + piece.width), 0),
    baseline: baselineOf(first),
  };
}

/** Another line, though the page does not say that the last one ended. */
const isElsewhere = (last: PdfTextItem, next: PdfTextItem): boolean =>
  Math.abs(baselineOf(last) - baselineOf(next)) > Math.max(fontSizeOf(last), fontSizeOf(next)) * 0.6;

const leftOf = ({ transform }: PdfTextItem): number => transform[4] ?? 0;
const baselineOf = ({ transform }: PdfTextItem): number => transform[5] ?? 0;
const fontSizeOf = ({ transform }: PdfTextItem): number => Math.hypot(transform[2] ?? 0, transform[3] ?? 0);

const isTextItem = (item: object): item is PdfTextItem => 'str' in item && 'transform' in item;
