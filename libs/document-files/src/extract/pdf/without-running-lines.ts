import type { PdfLine } from './pdf-lines.ts';

const MIN_PAGES = 4;
/** How many lines at the top and at the bottom of a page may be a header or a footer. */
const EDGE_LINES = 2;
const MIN_SHARE = 0.5;

/** The lines without page numbers and titles that stand at the edge of at least every second page. */
export function withoutRunningLines(lines: readonly PdfLine[]): PdfLine[] {
  const pages = [...Map.groupBy(lines, ({ page }) => page).values()];
  if (pages.length < MIN_PAGES) return [...lines];
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const key of new Set(edgesOf(page).map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  const isRunning = (line: PdfLine): boolean => (counts.get(keyOf(line)) ?? 0) >= pages.length * MIN_SHARE;
  return pages.flatMap((page) => {
    const running = new Set(edgesOf(page).filter(isRunning));
    return page.filter((line) => !running.has(line));
  });
}

/** Few lines are no header and footer around a text: a page of its own, such as a slide, keeps them. */
const edgesOf = (page: readonly PdfLine[]): readonly PdfLine[] =>
  page.length <= EDGE_LINES * 2 ? [] : [...page.slice(0, EDGE_LINES), ...page.slice(-EDGE_LINES)];

/** Page numbers count up. */
const keyOf = ({ text }: PdfLine): string => text.replaceAll(/\d+/g, '#');
