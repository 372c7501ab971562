interface Link {
  readonly target: string;
  readonly line: number;
}

interface CodeSpan {
  readonly text: string;
  readonly line: number;
}

interface Line {
  readonly content: string;
  /** From 1. */
  readonly line: number;
}

interface Block {
  readonly mark: string;
  readonly language: string;
}

const FENCE = /^\s*(```|~~~)(\w*)/;
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

/** The fenced blocks of a language in a Markdown text, in their order, each with a line break at its end. */
export function codeBlocks(text: string, language: string): string[] {
  const blocks = new Map<Block, string>();
  for (const { content, block } of linesOf(text))
    if (block?.language === language) blocks.set(block, `${blocks.get(block) ?? ''}${content}\n`);
  return [...blocks.values()];
}

/** Letters, digits, dashes and underscores stay; spaces become dashes; the rest goes. */
const slugOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

function* proseLines(text: string): Generator<Line> {
  for (const { block, ...line } of linesOf(text)) if (block === null) yield line;
}

/** Every line but the fences themselves, each with the fenced block that it is in, if any. */
function* linesOf(text: string): Generator<Line & { readonly block: Block | null }> {
  let block: Block | null = null;
  for (const [index, content] of text.split('\n').entries()) {
    const [, mark, language = ''] = FENCE.exec(content) ?? [];
    if (mark === undefined || (block !== null && block.mark !== mark)) {
      yield { content, line: index + 1, block };
      continue;
    }
    block = block === null ? { mark, language } : null;
  }
}
