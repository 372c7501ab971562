const FENCED = /^(`{3,}|~{3,})[^]*?^\1/gm;
const COMMENT_OR_CODE = /(`+[^`\n]+`+)|<!--[^]*?-->/g;

/** Markdown without its HTML comments, which no reader sees. Those in code are code. */
export function withoutComments(markdown: string): string {
  if (!markdown.includes('<!--')) return markdown;
  const parts: string[] = [];
  let from = 0;
  for (const fenced of markdown.matchAll(FENCED)) {
    parts.push(uncommented(markdown.slice(from, fenced.index)), fenced[0]);
    from = fenced.index + fenced[0].length;
  }
  return [...parts, uncommented(markdown.slice(from))].join('');
}

const uncommented = (text: string): string =>
  text.replace(COMMENT_OR_CODE, (_whole, code: string | undefined) => code ?? '');
