/** A line of Markdown, as offsets into its text. */
export interface MarkdownLine {
  /** Without its line break. */
  readonly text: string;
  readonly start: number;
  /** Behind its line break. */
  readonly end: number;
  /** Of fenced code, its fences included; what is never closed goes to the end. A comment that begins its line has none. */
  readonly isCode: boolean;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const COMMENT = /^ {0,3}<!--/;
const COMMENT_END = '-->';

/** What the next line stands in: fenced code, by the fence that opened it, or a comment that began its line. */
type Block = { readonly fence: string } | 'comment' | null;

/** Every line once, each in time that grows with its length alone, whatever somebody wrote. */
export function* markdownLines(markdown: string): Generator<MarkdownLine, void, undefined> {
  let block: Block = null;
  for (let start = 0; start < markdown.length; ) {
    const newline = markdown.indexOf('\n', start);
    const end = newline === -1 ? markdown.length : newline + 1;
    const text = markdown.slice(start, newline === -1 ? end : newline).replace(/\r$/, '');
    const before: Block = block;
    block = blockAfter(before, text);
    yield { text, start, end, isCode: isFenced(before) || isFenced(block) };
    start = end;
  }
}

const isFenced = (block: Block): boolean => block !== null && block !== 'comment';

function blockAfter(block: Block, line: string): Block {
  if (block === 'comment') return line.includes(COMMENT_END) ? null : block;
  if (block !== null) return FENCE.exec(line)?.[1]?.startsWith(block.fence) === true ? null : block;
  const [comment] = COMMENT.exec(line) ?? [];
  if (comment !== undefined) return line.includes(COMMENT_END, comment.length) ? null : 'comment';
  return fenceIn(line);
}

function fenceIn(line: string): Block {
  const [marked, fence] = FENCE.exec(line) ?? [];
  if (marked === undefined || fence === undefined) return null;
  // Backticks on both ends of a phrase are code inside a line.
  const isPhrase = fence.startsWith('`') && line.includes('`', marked.length);
  return isPhrase ? null : { fence };
}
