/** A text file's head of `name: value` lines between two `---`, and what follows it. */
export interface FrontMatter {
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
}

const HEAD = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/;

/** A text without a head has no fields. */
export function parseFrontMatter(text: string): FrontMatter {
  const head = HEAD.exec(text);
  if (head === null) return { fields: {}, body: text.trim() };
  const fields = (head[1] ?? '').split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon === -1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const];
  });
  return { fields: Object.fromEntries(fields), body: text.slice(head[0].length).trim() };
}
