import { embedLine, type IngestProgress, type IngestSize, uploadLine } from './progress.ts';

export interface LineOptions {
  readonly say: (text: string) => void;
  readonly now?: () => number;
}

/** A log of a script is no screen. */
const LINE_EVERY_MS = 5_000;

/** Progress as plain lines, one every few seconds: for what is no terminal. */
export function showLines(
  size: IngestSize,
  { say, now = () => performance.now() }: LineOptions,
): IngestProgress {
  let latest: string[] = [];
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const show = (lines: string[]): void => {
    latest = lines;
    if (now() - saidAtMs < LINE_EVERY_MS) return;
    flush();
  };
  const flush = (): void => {
    for (const line of latest) say(`${line}\n`);
    latest = [];
    saidAtMs = now();
  };
  return {
    uploaded: (files, bytes) => show([uploadLine(size, files, bytes)]),
    counted: (counts) => show([embedLine(counts)]),
    end: async () => flush(),
  };
}
