import { markdownStretches } from './markdown-stretches.ts';

const COMMENT_START = '<!--';
const COMMENT_END = '-->';
/** Code inside a line, a run of backticks that begins none, or the start of a comment. */
const MARK = /`+(?:[^`\n]+`+)?|<!--/g;

/**
 * Markdown without its HTML comments, which no reader sees. Those in code are code. Takes time that grows with the text
 * alone, whatever somebody wrote: it runs where others wait.
 */
export function withoutComments(markdown: string): string {
  if (!markdown.includes(COMMENT_START)) return markdown;
  const parts = Array.from(markdownStretches(markdown), ({ text, isCode }) =>
    isCode ? text : uncommented(text),
  );
  return parts.join('');
}

function uncommented(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  MARK.lastIndex = 0;
  for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
    if (mark[0] !== COMMENT_START) continue;
    const end = text.indexOf(COMMENT_END, MARK.lastIndex);
    // None is closed any more.
    if (end === -1) break;
    parts.push(text.slice(kept, mark.index));
    kept = end + COMMENT_END.length;
    MARK.lastIndex = kept;
  }
  return [...parts, text.slice(kept)].join('');
}
