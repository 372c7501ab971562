import { markdownLines } from '@ragfleet/kernel';

/** Lines that follow each other and are all fenced code, or all none. */
export interface MarkdownStretch {
  readonly text: string;
  readonly isCode: boolean;
}

/** The whole of a text, in order. */
export function* markdownStretches(markdown: string): Generator<MarkdownStretch, void, undefined> {
  let from = 0;
  let wasCode = false;
  for (const { start, isCode } of markdownLines(markdown)) {
    if (isCode === wasCode) continue;
    if (start > from) yield { text: markdown.slice(from, start), isCode: wasCode };
    from = start;
    wasCode = isCode;
  }
  if (from < markdown.length) yield { text: markdown.slice(from), isCode: wasCode };
}

/** What is no fenced code. */
export function proseOf(markdown: string): string {
  const stretches = Array.from(markdownStretches(markdown), ({ text, isCode }) => (isCode ? '' : text));
  return stretches.join('');
}
