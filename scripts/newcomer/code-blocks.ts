const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;

/** The fenced blocks of a language in a Markdown text, in their order. */
export const codeBlocks = (markdown: string, language: string): string[] =>
  [...markdown.matchAll(FENCE)].flatMap(([, name, code = '']) => (name === language ? [code] : []));
