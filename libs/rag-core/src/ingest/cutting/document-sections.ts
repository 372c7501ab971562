/** A stretch of a document under one heading, as offsets into its content. */
export interface DocumentSection {
  /** Outermost first. */
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
}

// Bounded, so that no line can make the expressions slow.
const HEADING = /^ {0,3}(#{1,6})[ \t]+(\S.{0,300}?)[ \t]*#*[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** About 5 ms of lines. */
const LINES_PER_BREATH = 10_000;

/**
 * Cuts Markdown at its headings (`# …`); headings inside fenced code are code. Plain text is one section. null every
 * 10,000 lines: whoever asks can do something else in between.
 */
export function* sectionsOf(content: string): Generator<DocumentSection | null, void, undefined> {
  let lines = 0;
  const path: { level: number; text: string }[] = [];
  let start = 0;
  let fence: string | null = null;
  const sectionUntil = (end: number): DocumentSection[] => {
    const isBlank = content.slice(start, end).trim() === '';
    return isBlank ? [] : [{ headings: path.map(({ text }) => text), start, end }];
  };
  for (const { line, at, next } of linesOf(content)) {
    lines += 1;
    if (lines % LINES_PER_BREATH === 0) yield null;
    fence = fenceAfter(fence, line);
    const heading = fence === null ? HEADING.exec(line) : null;
    if (!heading) continue;
    yield* sectionUntil(at);
    const level = heading[1]?.length ?? 1;
    while ((path.at(-1)?.level ?? 0) >= level) path.pop();
    path.push({ level, text: heading[2] ?? '' });
    start = next;
  }
  yield* sectionUntil(content.length);
}

function fenceAfter(open: string | null, line: string): string | null {
  const mark = FENCE.exec(line)?.[1];
  if (mark === undefined) return open;
  if (open === null) return mark;
  return mark.startsWith(open) ? null : open;
}

function* linesOf(content: string): Generator<{ line: string; at: number; next: number }> {
  for (let at = 0; at < content.length; ) {
    const newline = content.indexOf('\n', at);
    const next = newline === -1 ? content.length : newline + 1;
    yield { line: content.slice(at, newline === -1 ? next : newline).replace(/\r$/, ''), at, next };
    at = next;
  }
}
