const OPENING = /^[ \t>]{0,12}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}){0,3}(`{3,}|~{3,})(.*)$/;
const HTML_CODE = /<(pre|code|textarea|xmp)\b[^>]{0,500}>[^]*?(?:<\/\1\s*>|$)/gi;
const REMOVED = '[code block removed]';

/**
 * The text with a label in the place of each code block: between fences of backticks or tildes, whatever they hold,
 * to the end where the fence is never closed, and in HTML. Code inside a line stays.
 */
export function withoutCodeBlocks(text: string): string {
  const unfenced = text.includes('```') || text.includes('~~~') ? withoutFences(text) : text;
  return unfenced.includes('<') ? unfenced.replace(HTML_CODE, REMOVED) : unfenced;
}

function withoutFences(text: string): string {
  const kept: string[] = [];
  let fence: string | null = null;
  for (const line of text.split('\n')) {
    if (fence !== null) {
      if (isClosing(line, fence)) fence = null;
      continue;
    }
    fence = openedBy(line);
    kept.push(fence === null ? line : REMOVED);
  }
  return kept.join('\n');
}

/** Backticks behind an opening of backticks make it code inside a line. */
function openedBy(line: string): string | null {
  const [, fence, rest = ''] = OPENING.exec(line) ?? [];
  if (fence === undefined) return null;
  return fence.startsWith('`') && rest.includes('`') ? null : fence;
}

function isClosing(line: string, fence: string): boolean {
  const mark = line.replace(/^[ \t>]{0,12}/, '').trimEnd();
  return mark.length >= fence.length && mark === fence.charAt(0).repeat(mark.length);
}
