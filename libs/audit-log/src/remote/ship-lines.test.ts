import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { AuditLine } from '../audit-line.ts';
import { event, NOON, openAuditFolder } from '../testing/audit-folder.fixture.ts';
import { createShipper, type Shipper } from './ship-lines.ts';

const folder = openAuditFolder();
const { fileNames, firstFile, logAt } = folder;
const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

/** What has arrived, as `w1:3`. */
let arrived: string[] = [];
const takeAll = (lines: readonly AuditLine[]): Promise<number> => {
  arrived.push(...lines.map(({ writer, seq }) => `${writer}:${seq}`));
  return Promise.resolve(0);
};

function shipperOf(
  log: ReturnType<typeof logAt>,
  { write = takeAll, nowMs = Date.now }: { write?: typeof takeAll; nowMs?: () => number } = {},
): Shipper {
  arrived = [];
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
