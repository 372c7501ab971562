import { markdownLines } from '@ragfleet/kernel';

/** A stretch of a document under one heading, as offsets into its content. */
export interface DocumentSection {
  /** Outermost first. */
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
}

// What ends a heading is taken off by hand: two runs of blanks in an expression take a line of blanks apart in every way.
const HEADING = /^ {0,3}(#{1,6})[ \t]+(\S.*)$/;
const MAX_HEADING_CHARACTERS = 300;

interface Heading {
  readonly level: number;
  readonly text: string;
}

/** About 5 ms of lines. */
const LINES_PER_BREATH = 10_000;

/**
 * Cuts Markdown at its headings (`# …`); headings inside fenced code are code. Plain text is one section. null every
 * 10,000 lines: whoever asks can do something else in between.
 */
export function* sectionsOf(content: string): Generator<DocumentSection | null, void, undefined> {
  let lines = 0;
  const path: Heading[] = [];
  let start = 0;
  const sectionUntil = (end: number): DocumentSection[] => {
    const isBlank = content.slice(start, end).trim() === '';
    return isBlank ? [] : [{ headings: path.map(({ text }) => text), start, end }];
  };
  for (const line of markdownLines(content)) {
    lines += 1;
    if (lines % LINES_PER_BREATH === 0) yield null;
    const heading = line.isCode ? null : headingIn(line.text);
    if (!heading) continue;
    yield* sectionUntil(line.start);
    while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
    path.push(heading);
    start = line.end;
  }
  yield* sectionUntil(content.length);
}

/** null for a line that is none, or too long for one. */
function headingIn(line: string): Heading | null {
  const [, marks, rest] = HEADING.exec(line) ?? [];
  if (marks === undefined || rest === undefined) return null;
  const text = withoutClosingMarks(rest.trimEnd());
  return text === '' || text.length > MAX_HEADING_CHARACTERS ? null : { level: marks.length, text };
}

/** "Leave ##" closes with its marks; those of "C#" are its name. */
function withoutClosingMarks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  const isClosed = end === 0 || text[end - 1] === ' ' || text[end - 1] === '\t';
  return isClosed ? text.slice(0, end).trimEnd() : text;
}
