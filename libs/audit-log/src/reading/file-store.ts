import { DAY_MS } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { readFile } from 'node:fs/promises';
import { type AuditFile, headPath, linesOf, listFiles } from '../audit-files.ts';
import { type AuditLine, headOf, parseLine, type SealedHead } from '../audit-line.ts';
import { timeOfEvent } from '../event-ids.ts';
import {
  type AuditQuery,
  type AuditRecord,
  type AuditStore,
  type ChainPart,
  createNewest,
  matches,
} from './contract.ts';

/** The audit files of a folder. */
export function createFileStore({
  dir,
  sealer,
}: {
  readonly dir: string;
  readonly sealer: Sealer;
}): AuditStore {
  return {
    covers: 'machine',
    read: (query, signal) => readFiles(dir, query, signal),
    writers: async function* () {
      yield* new Set((await listFiles(dir)).map(({ writer }) => writer));
    },
    chain: (writer, signal) => chainOfFiles(dir, writer, signal),
    head: (writer) => readHead(headPath(dir, writer), sealer),
  };
}

/** Its writer may be at it: what makes no sense is read again before it is called changed. */
async function readHead(path: string, sealer: Sealer, looksLeft = 3): Promise<SealedHead | 'corrupt' | null> {
  const sealed = await readFile(path, 'utf8').catch(() => null);
  if (sealed === null) return null;
  const head = headOf(sealer, sealed.trimEnd());
  if (head !== null) return head;
  return looksLeft === 1 ? 'corrupt' : readHead(path, sealer, looksLeft - 1);
}

/** Days outside the period, and those after the event to go on from, are not opened. A line is in the file of its own day, or of the next where the clock was set back over midnight; so are those of earlier releases that were written just after it. */
async function readFiles(dir: string, query: AuditQuery, signal: AbortSignal): Promise<AuditRecord[]> {
  const { from, limit } = query;
  const lastMs = lastMsOf(query);
  const files = (await listFiles(dir)).filter(
    ({ day }) => (from === undefined || day >= from.slice(0, 10)) && Date.parse(day) <= lastMs + DAY_MS,
  );
  const days = [...Map.groupBy(files, ({ day }) => day)].toSorted(([one], [other]) => (one < other ? 1 : -1));
  const newest = createNewest(limit);
  for (const [day, ofDay] of days) {
    const oldest = newest.take()[limit - 1];
    // Nothing of this day and those before it is newer.
    if (oldest !== undefined && oldest.timestamp.slice(0, 10) > day) break;
    for (const file of ofDay) for await (const line of matchesIn(file, query, signal)) newest.add(line);
  }
  return newest.take();
}

/** The time after which nothing is wanted; an id of an event holds its own. */
function lastMsOf({ to, before }: AuditQuery): number {
  const toMs = to === undefined ? Infinity : Date.parse(to);
  const beforeMs = before === undefined ? null : timeOfEvent(before);
  return Math.min(toMs, beforeMs ?? Infinity);
}

async function* matchesIn(
  file: AuditFile,
  query: AuditQuery,
  signal: AbortSignal,
): AsyncGenerator<AuditLine> {
  for await (const { text } of linesOf(file)) {
    signal.throwIfAborted();
    // Parsing costs more than a look: most lines of a busy day are others' lines.
    if (!text.includes(query.tenantId)) continue;
    const line = parseLine(text);
    if (line !== null && matches(line, query)) yield line;
  }
}

async function* chainOfFiles(dir: string, writer: string, signal: AbortSignal): AsyncGenerator<ChainPart> {
  const files = (await listFiles(dir)).filter((file) => file.writer === writer);
  let count = 0;
  for (const file of files) {
    for await (const { text, isWhole } of linesOf(file)) {
      signal.throwIfAborted();
      count += 1;
      const line = parseLine(text);
      const isTorn = line === null && !isWhole && file === files.at(-1);
      yield { line, place: `${file.day} line ${count}`, isTorn };
    }
  }
}

/** One tenant's events in a folder, newest first, under their pseudonyms. */
export async function readAuditLog(dir: string, query: AuditQuery): Promise<AuditRecord[]> {
  return readFiles(dir, query, new AbortController().signal);
}
