/** A line of Markdown, as offsets into its text. */
export interface MarkdownLine {
  /** Without its line break. */
  readonly text: string;
  readonly start: number;
  /** Behind its line break. */
  readonly end: number;
  /** Of fenced code, its fences included. What is never closed goes to the end. */
  readonly isCode: boolean;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Every line once, each in time that grows with its length alone, whatever somebody wrote. */
export function* markdownLines(markdown: string): Generator<MarkdownLine, void, undefined> {
  let fence: string | null = null;
  for (let start = 0; start < markdown.length; ) {
    const newline = markdown.indexOf('\n', start);
    const end = newline === -1 ? markdown.length : newline + 1;
    const text = markdown.slice(start, newline === -1 ? end : newline).replace(/\r$/, '');
    const before = fence;
    fence = fenceAfter(before, text);
    yield { text, start, end, isCode: before !== null || fence !== null };
    start = end;
  }
}

function fenceAfter(open: string | null, line: string): string | null {
  const [marked, mark] = FENCE.exec(line) ?? [];
  if (marked === undefined || mark === undefined) return open;
  if (open !== null) return mark.startsWith(open) ? null : open;
  // Backticks on both ends of a phrase are code inside a line.
  const isPhrase = mark.startsWith('`') && line.includes('`', marked.length);
  return isPhrase ? null : mark;
}
