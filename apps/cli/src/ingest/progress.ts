import type { Counts } from './sum-ingestions.ts';

/** How far an ingest is, for eyes. */
export interface IngestProgress {
  uploaded(files: number, bytes: number): void;
  /** Of all ingestions so far. */
  counted(counts: Counts): void;
  /** Leaves the last state on the screen. */
  end(isOk: boolean): Promise<void>;
}

export interface IngestSize {
  readonly files: number;
  readonly bytes: number;
}

const BAR_CHARACTERS = 24;
const MEGABYTE = 1024 * 1024;

export const uploadLine = (size: IngestSize, files: number, bytes: number): string =>
  `Upload  ${bar(files, size.files)} ${files} of ${size.files} files, ${megabytes(bytes)} of ${megabytes(size.bytes)} MB`;

export function embedLine({ total, pending, unchanged, failed }: Counts): string {
  const notes = [unchanged > 0 ? `${unchanged} unchanged` : '', failed > 0 ? `${failed} failed` : ''];
  const counted = [`${total - pending} of ${total} documents`, ...notes.filter((note) => note !== '')];
  return `Embed   ${bar(total - pending, total)} ${counted.join(', ')}`;
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((BAR_CHARACTERS * Math.min(done, total)) / total);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_CHARACTERS - filled)}]`;
}

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
