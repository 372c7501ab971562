import { countTokens } from '../tokens/count-tokens.ts';
import { protectedLines } from './protected-lines.ts';

/** What says nothing, with the space behind it. A letter must follow: what begins otherwise may become a mark. */
const FILLER =
  /(?<![\p{L}\p{N}])(?:(?:Please note that|It['’]s important to understand that|As you may know,) )+(?=\p{L})/gu;
const INNER_SPACES = /(?<=\S) {2,}/g;
/** Code, and what somebody says word by word: parts of a line that stay as they are. */
const VERBATIM =
  /(`+[^`\n]*`+|"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|»[^«\n]*«|‘[^’\n]*’|(?<![\p{L}\p{N}])'(?:[^'\n]|(?<=\p{L})'(?=\p{L}))*'(?![\p{L}\p{N}]))/u;

/**
 * The same text in fewer tokens and with the same meaning: no more than one empty line in a row, single spaces, no filler
 * phrases. Code, tables, quotations and indentation stay byte by byte. Compressing twice changes nothing more.
 */
export function compressText(text: string): string {
  const lines = text.split('\n');
  const isProtected = protectedLines(lines);
  const kept = withoutEmptyRuns(lines, isProtected);
  const compressed = kept
    .map(({ line, at }) => (isProtected[at] === true ? line : compressLine(line)))
    .join('\n');
  if (compressed === text) return text;
  // No text is known that has more tokens for it (400,000 were tried); the tokenizer promises nothing of the kind.
  return countTokens(compressed) <= countTokens(text) ? compressed : text;
}

interface Line {
  readonly line: string;
  /** Its place in the whole text. */
  readonly at: number;
}

/** Three or more line breaks become two: in code as many stay as there are, and between two pieces of it. */
function withoutEmptyRuns(lines: readonly string[], isProtected: readonly boolean[]): readonly Line[] {
  const kept: Line[] = [];
  let run: Line[] = [];
  const closeRun = (next: number | null): void => {
    const before = kept.at(-1)?.at ?? null;
    const isCode =
      before !== null && next !== null && isProtected[before] === true && isProtected[next] === true;
    // At either end of a text an empty line takes one break, between two lines it takes two.
    const allowed = before === null || next === null ? 2 : 1;
    kept.push(...(isCode ? run : run.slice(0, allowed)));
    run = [];
  };
  for (const [at, line] of lines.entries()) {
    if (line === '') run.push({ line, at });
    else {
      if (run.length > 0) closeRun(at);
      kept.push({ line, at });
    }
  }
  if (run.length > 0) closeRun(null);
  return kept;
}

// Splitting by a pattern with one group puts what it matched at the odd places.
const compressLine = (line: string): string =>
  line
    .split(VERBATIM)
    .map((part, at) => (at % 2 === 1 ? part : at === 0 ? compressStart(part) : compressRest(part)))
    .join('');

function compressStart(part: string): string {
  const indentation = /^\s*/.exec(part)?.[0] ?? '';
  return indentation + withoutFiller(part.slice(indentation.length).replace(INNER_SPACES, ' '));
}

/** What follows a quotation: its first spaces stand between words as well. */
const compressRest = (part: string): string => withoutFiller(`"${part}`.replace(INNER_SPACES, ' ')).slice(1);

/** Without one phrase two halves may make another. */
function withoutFiller(text: string): string {
  let before = text;
  let after = before.replace(FILLER, '');
  while (after !== before) {
    before = after;
    after = before.replace(FILLER, '');
  }
  return after;
}
