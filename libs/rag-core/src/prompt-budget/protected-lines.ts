const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const OPENS_HTML_CODE = /<(?:pre|code|textarea|script|style)\b/i;
const CLOSES_HTML_CODE = /<\/(?:pre|code|textarea|script|style)>/i;
/** Markdown's indented code, quotations and tables, and columns parted by tabs. */
const VERBATIM_LINE = /^(?: {4}|\t)|^\s{0,3}>|\||\t/;
const PAIRED = [/"/g, /`/g] as const;
// “ opens in English and closes what „ opened in German.
const OPENING = /[„«]|(?<!„[^“”]*)“/g;
const CLOSING = /[”»]|(?<=„[^“”]*)“/g;

/**
 * Which lines have to stay as they are, byte by byte: those of code, of tables and of quotations, and all lines of a
 * paragraph in which a quotation does not end in the line where it began.
 */
export function protectedLines(lines: readonly string[]): readonly boolean[] {
  const isBlock = blockLines(lines);
  const isTable = tableLines(lines);
  const isOpen = paragraphsOfOpenQuotes(lines);
  return lines.map(
    (line, at) =>
      isBlock[at] === true || isTable[at] === true || isOpen[at] === true || VERBATIM_LINE.test(line),
  );
}

/** Lines of fenced code and of HTML that shows code, its marks included. What is never closed goes to the end. */
function blockLines(lines: readonly string[]): readonly boolean[] {
  let fence: string | null = null;
  let isHtml = false;
  return lines.map((line) => {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = null;
      return true;
    }
    if (isHtml) {
      isHtml = !CLOSES_HTML_CODE.test(line);
      return true;
    }
    if (mark !== undefined) {
      fence = mark;
      return true;
    }
    if (!OPENS_HTML_CODE.test(line)) return false;
    isHtml = !CLOSES_HTML_CODE.test(line);
    return true;
  });
}

/** Two lines or more that begin a word behind a gap at the same place are columns. */
function tableLines(lines: readonly string[]): readonly boolean[] {
  const columns = lines.map((line) =>
    Array.from(line.matchAll(/(?<=\S) {2,}(?=\S)/g), (gap) => gap.index + gap[0].length),
  );
  const columnsOf = (at: number): readonly number[] => columns[at] ?? [];
  const sharesColumn = (at: number, other: number): boolean =>
    columnsOf(at).some((column) => columnsOf(other).includes(column));
  return lines.map((_, at) => sharesColumn(at, at - 1) || sharesColumn(at, at + 1));
}

function paragraphsOfOpenQuotes(lines: readonly string[]): readonly boolean[] {
  const isOpen: boolean[] = [];
  for (let from = 0; from < lines.length; from = isOpen.length) {
    let end = from;
    while (end < lines.length && lines[end] !== '') end += 1;
    const paragraph = lines.slice(from, Math.max(end, from + 1));
    const hasOpen = paragraph.some(hasOpenQuote);
    isOpen.push(...paragraph.map(() => hasOpen));
  }
  return isOpen;
}

const hasOpenQuote = (line: string): boolean =>
  PAIRED.some((mark) => countOf(line, mark) % 2 === 1) || countOf(line, OPENING) !== countOf(line, CLOSING);

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
