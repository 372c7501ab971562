interface Link {
  readonly target: string;
  readonly line: number;
}

interface CodeSpan {
  readonly text: string;
  readonly line: number;
}

const FENCE = /^\s*(```|~~~)/;
const LINK = /\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const SPAN = /`([^`]+)`/g;
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/;

/** Links and code spans of a Markdown text, those of fenced blocks left out. */
export function readMarkdown(text: string): { readonly links: Link[]; readonly codeSpans: CodeSpan[] } {
  const links: Link[] = [];
  const codeSpans: CodeSpan[] = [];
  for (const { content, line } of proseLines(text)) {
    for (const [, code = ''] of content.matchAll(SPAN)) codeSpans.push({ text: code, line });
    // A link that is shown as code is none; its text may hold code.
    const prose = content.replaceAll(SPAN, 'code');
    for (const [, target = ''] of prose.matchAll(LINK)) links.push({ target, line });
  }
  return { links, codeSpans };
}

/** The anchors that GitHub gives the headings of a Markdown text. */
export function headingAnchors(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const { content } of proseLines(text)) {
    const heading = HEADING.exec(content)?.[1];
    if (heading === undefined) continue;
    const slug = slugOf(heading);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

/** Letters, digits, dashes and underscores stay; spaces become dashes; the rest goes. */
const slugOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

function* proseLines(text: string): Generator<{ readonly content: string; readonly line: number }> {
  let fence: string | null = null;
  for (const [index, content] of text.split('\n').entries()) {
    const mark = FENCE.exec(content)?.[1];
    if (mark !== undefined) {
      if (fence === null) fence = mark;
      else if (fence === mark) fence = null;
      continue;
    }
    if (fence === null) yield { content, line: index + 1 };
  }
}
