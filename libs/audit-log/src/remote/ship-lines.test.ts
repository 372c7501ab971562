import { appendFile, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { AuditLine } from '../audit-line.ts';
import {
  createFileAuditLog,
  DAY_MS,
  event,
  NOON,
  openAuditFolder,
  sealer,
} from '../testing/audit-folder.fixture.ts';
import { createShipper, type Shipper } from './ship-lines.ts';

const folder = openAuditFolder();
const { fileNames, firstFile, logAt } = folder;
const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

/** What has arrived, as `w1:3`. */
let arrived: string[] = [];
beforeEach(() => {
  arrived = [];
});
const takeAll = (lines: readonly AuditLine[]): Promise<number> => {
  arrived.push(...lines.map(({ writer, seq }) => `${writer}:${seq}`));
  return Promise.resolve(0);
};

function shipperOf(
  log: ReturnType<typeof logAt>,
  { write = takeAll, nowMs = Date.now }: { write?: typeof takeAll; nowMs?: () => number } = {},
): Shipper {
  const observer = { waiting: () => undefined, lost: () => undefined, failed: () => undefined };
  return createShipper({ dir: folder.dir, log, sink: { write }, observer, nowMs });
}

/** A process that comes an hour later, when those who were there have died. */
const nextProcess = (): Shipper => shipperOf(logAt(NOON, 'next'), { nowMs: () => Date.now() + HOUR_MS });

it.each(['w1', 'next'])(
  'sends a line that is longer than a batch, and what is behind it, of %s',
  async (writer) => {
    const log = logAt(NOON, writer);
    for (const length of [10, 1_200_000, 10])
      await log.record(event({ metadata: { padding: 'x'.repeat(length) } }));
    await (writer === 'next' ? shipperOf(log) : nextProcess()).ship(never);
    expect(arrived).toEqual([0, 1, 2].map((seq) => `${writer}:${seq}`));
  },
);

it('sends what an earlier release wrote behind zeros', async () => {
  const log = logAt(NOON);
  for (let count = 0; count < 3; count += 1) await log.record(event());
  const path = await firstFile();
  const text = await readFile(path, 'utf8');
  await writeFile(path, `${'\0'.repeat(700_000)}${text}`);
  await nextProcess().ship(never);
  expect(arrived).toEqual(['w1:0', 'w1:1', 'w1:2']);
});

it('removes the half line at which a process died', async () => {
  await logAt(NOON).record(event());
  await appendFile(await firstFile(), `{"event_id":"${'x'.repeat(700_000)}`);
  await nextProcess().ship(never);
  expect([arrived, await fileNames()]).toEqual([['w1:0'], []]);
});

const longAgo = new Date(Date.now() - HOUR_MS);
const alivePath = (): string => join(folder.dir, 'audit-alive-w1');

it('says that its process lives after each batch of a long backlog', async () => {
  const log = logAt(NOON);
  await Promise.all(Array.from({ length: 1_600 }, () => log.record(event())));
  const seenMs: number[] = [];
  const write = async (lines: readonly AuditLine[]): Promise<number> => {
    seenMs.push((await stat(alivePath())).mtimeMs);
    // As if it had taken so long.
    await utimes(alivePath(), longAgo, longAgo);
    return takeAll(lines);
  };
  await shipperOf(log, { write }).ship(never);
  expect(seenMs.length).toBeGreaterThan(2);
  for (const atMs of seenMs) expect(atMs).toBeGreaterThan(longAgo.getTime());
});

it('takes nobody for dead who writes, whatever days wait before', async () => {
  let nowMs = NOON;
  const log = createFileAuditLog({
    dir: folder.dir,
    sealer,
    writer: 'w1',
    retentionDays: null,
    nowMs: () => nowMs,
  });
  await log.record(event());
  await utimes(await firstFile(), longAgo, longAgo);
  nowMs += DAY_MS;
  await log.record(event());
  await shipperOf(logAt(NOON, 'other')).ship(never);
  expect([arrived, await fileNames()]).toEqual([
    [],
    ['audit-2026-03-15-w1.jsonl', 'audit-2026-03-16-w1.jsonl'],
  ]);
});

it('leaves the file of somebody who writes again after being taken for dead, and loses no line of theirs', async () => {
  const log = logAt(NOON);
  await log.record(event());
  await utimes(await firstFile(), longAgo, longAgo);
  const other = logAt(NOON, 'other');
  const write = async (lines: readonly AuditLine[]): Promise<number> => {
    await log.record(event());
    return takeAll(lines);
  };
  await shipperOf(other, { write }).ship(never);
  expect([arrived, await fileNames()]).toEqual([['w1:0'], ['audit-2026-03-15-w1.jsonl']]);
  await shipperOf(log).ship(never);
  expect(arrived).toEqual(['w1:0', 'w1:1']);
});

it('begins anew with the file of somebody who emptied it after being taken for dead', async () => {
  const log = logAt(NOON);
  const record = (count: number) => Promise.all(Array.from({ length: count }, () => log.record(event())));
  const dies = async (): Promise<void> => {
    for (const path of [await firstFile(), alivePath()]) await utimes(path, longAgo, longAgo);
  };
  const own = shipperOf(log);
  await own.ship(never);
  await record(600);
  await dies();
  let batchesLeft = 1;
  const write = (lines: readonly AuditLine[]): Promise<number> => {
    batchesLeft -= 1;
    return batchesLeft < 0 ? Promise.reject(new Error('The sink is away.')) : takeAll(lines);
  };
  const other = shipperOf(logAt(NOON, 'other'), { write });
  await expect(other.ship(never)).rejects.toThrow('away');
  await own.ship(never);
  expect(await log.reclaim(log.written()?.wholeBytes ?? 0)).toBe(true);
  await other.ship(never);
  await record(3);
  await dies();
  batchesLeft = 1;
  await other.ship(never);
  expect(new Set(arrived).size).toBe(603);
});

it.each([
  ['the next day begins', DAY_MS],
  ['another chain begins', -3 * DAY_MS],
])('loses no line that was written while a batch was sent and before %s', async (_name, laterMs) => {
  let nowMs = NOON;
  const log = createFileAuditLog({
    dir: folder.dir,
    sealer,
    writer: 'w1',
    retentionDays: null,
    nowMs: () => nowMs,
  });
  await log.record(event());
  let isBusy = true;
  const write = async (lines: readonly AuditLine[]): Promise<number> => {
    if (isBusy) await log.record(event());
    nowMs = NOON + laterMs;
    if (isBusy) await log.record(event());
    isBusy = false;
    return takeAll(lines);
  };
  const own = shipperOf(log, { write });
  for (const _ of ['busy', 'and then not']) await own.ship(never);
  const last = laterMs > 0 ? 'w1:2' : `${log.writer}:0`;
  expect(arrived.toSorted()).toEqual(['w1:0', 'w1:1', last].toSorted());
  await own.leave();
  expect(await readdir(folder.dir)).toEqual([]);
});
