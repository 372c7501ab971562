import { DAY_MS } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { appendFile, mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dayOf } from './audit-files.ts';

/** The last line of a chain at some moment. */
export interface ChainPoint {
  readonly writer: string;
  readonly seq: number;
  readonly hash: string;
  /** ISO 8601, of the line. */
  readonly timestamp: string;
}

export interface AnchorsOfWriter {
  /** Hash by number of the line. */
  readonly hashes: ReadonlyMap<number, string>;
  /** Places that cannot be read, such as half of what was noted when the disk was full. */
  readonly unreadable: readonly string[];
}

/** Ends of chains, noted outside the audit log. */
export interface Anchors {
  /** Faults of the folder are thrown as they are. */
  note(point: ChainPoint): Promise<void>;
  /** Those of whom a line must still be kept. */
  writers(): Promise<readonly string[]>;
  ofWriter(writer: string): Promise<AnchorsOfWriter>;
}

const NAME = /^audit-anchor-(\d{4}-\d{2}-\d{2})-([\w-]{1,80})\.jsonl$/;
const PURPOSE = 'audit-anchor';
const anchor = z.object({ writer: z.string(), seq: z.int(), hash: z.string() });

/** Anchors in a folder, best on a store that forgets nothing; a file for each writer and day, added to alone. */
export function createAnchors(options: {
  readonly dir: string;
  readonly sealer: Sealer;
  readonly retentionDays: number;
  readonly nowMs?: () => number;
}): Anchors {
  const { dir, sealer, retentionDays, nowMs = Date.now } = options;
  /** Lines of the day before this may be removed already. */
  const firstKeptDay = (): string => dayOf(nowMs() - (retentionDays - 1) * DAY_MS);
  const list = async (): Promise<{ path: string; day: string; writer: string }[]> =>
    (await readdir(dir).catch(() => [])).flatMap((name) => {
      const [, day, writer] = NAME.exec(name) ?? [];
      return day === undefined || writer === undefined ? [] : [{ path: join(dir, name), day, writer }];
    });
  return {
    note: async ({ timestamp, ...point }) => {
      await mkdir(dir, { recursive: true });
      const path = join(dir, `audit-anchor-${timestamp.slice(0, 10)}-${point.writer}.jsonl`);
      // A break first: what was noted before may have been cut.
      await appendFile(path, `\n${sealer.seal('fleet', PURPOSE, JSON.stringify(point))}\n`, { mode: 0o600 });
      const expired = (await list()).filter(({ day }) => day < dayOf(nowMs() - retentionDays * DAY_MS));
      // A store that forgets nothing keeps them.
      await Promise.all(expired.map((file) => unlink(file.path).catch(() => undefined)));
    },
    writers: async () => {
      const kept = (await list()).filter(({ day }) => day >= firstKeptDay());
      return [...new Set(kept.map(({ writer }) => writer))];
    },
    ofWriter: async (writer) => {
      const files = (await list()).filter((file) => file.writer === writer && file.day >= firstKeptDay());
      const hashes = new Map<number, string>();
      const unreadable: string[] = [];
      for (const { path, day } of files)
        for (const [at, sealed] of (await readFile(path, 'utf8')).split('\n').entries()) {
          if (sealed === '') continue;
          const point = openAnchor(sealer, sealed);
          if (point === null) unreadable.push(`anchor of ${writer}, ${day} line ${at + 1}`);
          else hashes.set(point.seq, point.hash);
        }
      return { hashes, unreadable };
    },
  };
}

function openAnchor(sealer: Sealer, sealed: string): z.output<typeof anchor> | null {
  try {
    return anchor.safeParse(JSON.parse(sealer.open('fleet', PURPOSE, sealed))).data ?? null;
  } catch {
    return null;
  }
}
