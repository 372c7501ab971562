import type { Sealer } from '@ragfleet/sealing';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type AuditFile, linesOf, listFiles } from './audit-files.ts';
import { type AuditLine, chainOf, isGenuine, parseLine } from './audit-line.ts';
import { headPath } from './file-audit-log.ts';

/**
 * `broken_at` names the event, or the file and line, after which a chain does not hold. `torn_at` marks the ends that a
 * writer died at in the middle of a line: nobody was told that such a line was written, and its chain holds.
 */
export interface AuditVerification {
  readonly valid: boolean;
  readonly events: number;
  readonly broken_at: string | null;
  readonly torn_at: readonly string[];
}

const head = z.object({ writer: z.string(), seq: z.int(), hash: z.string() });

/**
 * Follows every writer's chain through its files: a changed, removed, added or moved line breaks it, and so does an end
 * that was cut off. The oldest kept line of a chain is taken as it is, since older days are removed on purpose.
 */
export async function verifyAuditLog(options: {
  readonly dir: string;
  readonly sealer: Sealer;
}): Promise<AuditVerification> {
  const chains = Map.groupBy(await listFiles(options.dir), ({ writer }) => writer);
  const torn: string[] = [];
  let events = 0;
  for (const [writer, files] of chains) {
    const walked = await walk(options.sealer, writer, files);
    events += walked.events;
    if (walked.tornAt !== null) torn.push(walked.tornAt);
    const brokenAt = walked.brokenAt ?? (await cutEnd(options, writer, walked.last));
    if (brokenAt !== null) return { valid: false, events, broken_at: brokenAt, torn_at: torn };
  }
  return { valid: true, events, broken_at: null, torn_at: torn };
}

interface Walked {
  readonly events: number;
  readonly last: AuditLine | null;
  readonly brokenAt: string | null;
  readonly tornAt: string | null;
}

async function walk(sealer: Sealer, writer: string, files: readonly AuditFile[]): Promise<Walked> {
  const chain = chainOf(sealer);
  let last: AuditLine | null = null;
  let events = 0;
  for (const file of files) {
    for await (const { text, isWhole } of linesOf(file)) {
      const line = parseLine(text);
      const place = line?.event_id ?? `${file.day} line ${events + 1}`;
      if (line === null && !isWhole && file === files.at(-1))
        return { events, last, brokenAt: null, tornAt: last?.event_id ?? place };
      if (line === null || line.writer !== writer || !isGenuine(line, chain) || !follows(line, last))
        return { events, last, brokenAt: place, tornAt: null };
      last = line;
      events += 1;
    }
  }
  return { events, last, brokenAt: null, tornAt: null };
}

const follows = (line: AuditLine, last: AuditLine | null): boolean =>
  last === null || (line.prev === last.hash && line.seq === last.seq + 1);

/** Where the chain ends too early, or null. The head is written after its lines, so it may lag behind them. */
async function cutEnd(
  options: { readonly dir: string; readonly sealer: Sealer },
  writer: string,
  last: AuditLine | null,
): Promise<string | null> {
  const sealed = await readFile(headPath(options.dir, writer), 'utf8').catch(() => null);
  if (sealed === null) return null;
  try {
    const { seq } = head.parse(JSON.parse(options.sealer.open('fleet', 'audit', sealed)));
    return (last?.seq ?? -1) + 1 >= seq ? null : (last?.event_id ?? writer);
  } catch {
    return `head of ${writer}`;
  }
}
