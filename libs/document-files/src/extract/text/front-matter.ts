/** A text file's head of `name: value` lines between two `---`, and what follows it. */
export interface FrontMatter {
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
}

const HEAD_START = '---\n';
const HEAD_END = /\n---[ \t]*(?:\n|$)/g;
// A head is short; a rule at the top of a long text is not one.
const MAX_HEAD_CHARACTERS = 16_384;

/** A text without a head has no fields. Line breaks are `\n`. */
export function parseFrontMatter(text: string): FrontMatter {
  const end = text.startsWith(HEAD_START) ? headEndOf(text.slice(0, MAX_HEAD_CHARACTERS)) : null;
  if (end === null) return { fields: {}, body: text.trim() };
  const lines = text.slice(HEAD_START.length, end.index).split('\n');
  return { fields: Object.fromEntries(lines.flatMap(fieldOf)), body: text.slice(end.next).trim() };
}

function headEndOf(head: string): { index: number; next: number } | null {
  HEAD_END.lastIndex = HEAD_START.length - 1;
  const end = HEAD_END.exec(head);
  return end === null ? null : { index: end.index, next: end.index + end[0].length };
}

function fieldOf(line: string): (readonly [string, string])[] {
  const colon = line.indexOf(':');
  if (colon === -1) return [];
  const value = line.slice(colon + 1).trim();
  return [[line.slice(0, colon).trim(), /^(["'])(.*)\1$/.exec(value)?.[2] ?? value]];
}
