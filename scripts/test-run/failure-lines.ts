import type { FailedTest } from './summarize.ts';

const MAX_LINES = 20;
const MAX_WIDTH_CHARS = 200;

/** What failed, a line each: at most 20 lines of 200 characters, and one that counts the rest. */
export function failureLines(failures: readonly FailedTest[]): string[] {
  const lines = failures.slice(0, MAX_LINES).map(lineOf);
  const rest = failures.length - lines.length;
  return rest > 0 ? [...lines, `failed: ${rest} more`] : lines;
}

function lineOf({ file, name, error }: FailedTest): string {
  const line = `failed: ${name === '' ? file : `${file} > ${name}`}: ${error}`;
  return line.length > MAX_WIDTH_CHARS ? `${line.slice(0, MAX_WIDTH_CHARS - 1)}…` : line;
}
