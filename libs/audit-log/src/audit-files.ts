import { DAY_MS } from '@ragfleet/kernel';
import { createReadStream } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^audit-(\d{4}-\d{2}-\d{2})-([\w-]{1,80})\.jsonl$/;

export interface AuditFile {
  readonly path: string;
  /** UTC, YYYY-MM-DD. */
  readonly day: string;
  readonly writer: string;
}

export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Whether who reads the lines of a day does not open a file of so late a day: they are in that of their own day, or of the next. */
export const isOutOfReach = (lineDay: string, fileDay: string): boolean =>
  Date.parse(fileDay) - Date.parse(lineDay) > DAY_MS;

export function fileOf(dir: string, day: string, writer: string): AuditFile {
  return { path: join(dir, `audit-${day}-${writer}.jsonl`), day, writer };
}

export const headPath = (dir: string, writer: string): string => join(dir, `audit-head-${writer}`);

/** Every audit file of a folder, by writer and day. Empty when there is no folder yet. */
export async function listFiles(dir: string): Promise<AuditFile[]> {
  const names = await readdir(dir).catch(() => []);
  return names
    .flatMap((name) => {
      const [, day, writer] = NAME.exec(name) ?? [];
      return day === undefined || writer === undefined ? [] : [{ path: join(dir, name), day, writer }];
    })
    .toSorted((one, other) => compare(one.writer, other.writer) || compare(one.day, other.day));
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** A line of a file. What has no line break is its end, and is not or not yet written whole. */
export interface FileLine {
  readonly text: string;
  readonly isWhole: boolean;
}

/** The lines of a file, one at a time: a day of a busy fleet does not fit into memory. */
export async function* linesOf(file: AuditFile): AsyncGenerator<FileLine> {
  let rest = '';
  for await (const chunk of createReadStream(file.path, 'utf8') as AsyncIterable<string>) {
    const texts = (rest + chunk).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) yield { text, isWhole: true };
  }
  if (rest !== '') yield { text: rest, isWhole: false };
}

/** Removes the days that are older than the retention. */
export async function removeOldFiles(dir: string, retentionDays: number, nowMs: number): Promise<void> {
  const oldest = dayOf(nowMs - retentionDays * DAY_MS);
  const expired = (await listFiles(dir)).filter(({ day }) => day < oldest);
  // Another process of this machine may have been first.
  await Promise.all(expired.map(({ path }) => unlink(path).catch(() => undefined)));
}
