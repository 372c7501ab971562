import { AUDIT_EVENT_TYPES, isFault } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainOf, parseLine } from './audit-line.ts';
import type { FileAuditLog } from './file-audit-log.ts';
import {
  createFileAuditLog,
  DAY_MS,
  event,
  NOON,
  openAuditFolder,
  sealer,
  verifyAuditLog,
} from './testing/audit-folder.fixture.ts';

const folder = openAuditFolder();
const { fileNames, firstFile, logAt } = folder;

/** A write fails and leaves half a line behind the whole ones, which it returns. */
async function failHalfway(log: Pick<FileAuditLog, 'record'>): Promise<string> {
  const path = await firstFile();
  const text = await readFile(path, 'utf8');
  await rm(path);
  await mkdir(path);
  await expect(log.record(event())).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
  await rmdir(path);
  await writeFile(path, `${text}{"event_id":"ev`);
  return text;
}

describe('rotation of the master key', () => {
  const [older, newer] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')] as const;
  const [before, during, after] = [
    createSealer(older),
    createSealer(newer, [older]),
    createSealer(newer),
  ] as const;
  const writeAs = (writer: string, by: typeof before) =>
    createFileAuditLog({ dir: folder.dir, sealer: by, writer, nowMs: () => NOON }).record(event());

  it('leaves the chains of before verifiable as long as their key is known', async () => {
    await writeAs('w1', before);
    await writeAs('w2', during);
    expect(await verifyAuditLog({ dir: folder.dir, sealer: during })).toMatchObject({
      valid: true,
      events: 2,
    });
    expect(await verifyAuditLog({ dir: folder.dir, sealer: after })).toMatchObject({ valid: false });
  });

  it('does not let a chain go on under another key', async () => {
    const log = createFileAuditLog({ dir: folder.dir, sealer: before, writer: 'w1', nowMs: () => NOON });
    await log.record(event());
    await log.record(event());
    const [one = '', two = ''] = (await readFile(await firstFile(), 'utf8')).trim().split('\n');
    const line = parseLine(two);
    if (line === null) throw new Error('The second line cannot be read.');
    const forged = JSON.stringify({ ...line, hash: chainOf(after)(line) });
    await writeFile(await firstFile(), `${one}\n${forged}\n`);
    expect(await verifyAuditLog({ dir: folder.dir, sealer: during })).toMatchObject({
      valid: false,
      events: 1,
    });
  });
});

describe('createFileAuditLog', () => {
  it('writes every kind of event as a line, and no word of the question', async () => {
    const log = logAt(NOON);
    for (const type of AUDIT_EVENT_TYPES) await log.record(event({ type }));
    const text = await readFile(await firstFile(), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(AUDIT_EVENT_TYPES.length);
    expect(text).not.toMatch(/Bob|earn/);
    expect(text).toContain(sealer.digest('acme', 'audit', 'How much does Bob earn?'));
    expect(await verifyAuditLog({ dir: folder.dir, sealer })).toEqual({
      valid: true,
      events: AUDIT_EVENT_TYPES.length,
      broken_at: null,
      torn_at: [],
    });
  });

  it('keeps one chain for lines that arrive together', async () => {
    const log = logAt(NOON);
    await Promise.all(Array.from({ length: 200 }, () => log.record(event())));
    expect(await verifyAuditLog({ dir: folder.dir, sealer })).toEqual({
      valid: true,
      events: 200,
      broken_at: null,
      torn_at: [],
    });
  });

  it('writes what is recorded at the same time at once', async () => {
    let writes = 0;
    const guard = (): Promise<void> => Promise.resolve(void (writes += 1));
    const log = createFileAuditLog({ dir: folder.dir, sealer, guard });
    await Promise.all([log.record(event()), log.record(event()), log.record(event())]);
    expect(writes).toBe(1);
  });

  it('goes on with its chain on the next day, and removes days past the retention', async () => {
    let nowMs = NOON;
    const log = createFileAuditLog({
      dir: folder.dir,
      sealer,
      writer: 'w1',
      retentionDays: 2,
      nowMs: () => nowMs,
    });
    for (let day = 0; day < 5; day += 1) {
      nowMs = NOON + day * DAY_MS;
      await log.record(event());
    }
    expect(await fileNames()).toHaveLength(3);
    expect(await verifyAuditLog({ dir: folder.dir, sealer })).toEqual({
      valid: true,
      events: 3,
      broken_at: null,
      torn_at: [],
    });
  });

  it.each([
    ['on the same day', 0],
    ['on the next day', DAY_MS],
  ])(
    'leaves nothing of a write that failed halfway, and goes on with its chain %s',
    async (_name, laterMs) => {
      let nowMs = NOON;
      const log = createFileAuditLog({ dir: folder.dir, sealer, writer: 'w1', nowMs: () => nowMs });
      await log.record(event());
      await failHalfway(log);
      nowMs += laterMs;
      await log.record(event());
      await log.record(event());
      const whole = { valid: true, events: 3, broken_at: null, torn_at: [] };
      expect(await verifyAuditLog({ dir: folder.dir, sealer })).toEqual(whole);
    },
  );

  it('begins another chain when its clock is set back by days, and both hold where it died between them', async () => {
    let nowMs = NOON + 3 * DAY_MS;
    const log = createFileAuditLog({ dir: folder.dir, sealer, writer: 'w1', nowMs: () => nowMs });
    await log.record(event());
    await failHalfway(log);
    nowMs = NOON;
    await log.record(event());
    expect([log.isOwn('w1'), log.isOwn(log.writer), log.writer === 'w1']).toEqual([true, true, false]);
    expect(log.heads().map(({ writer, seq }) => [writer, seq])).toEqual([
      ['w1', 0],
      [log.writer, 0],
    ]);
    const whole = { valid: true, events: 2, broken_at: null, torn_at: [] };
    expect(await verifyAuditLog({ dir: folder.dir, sealer })).toEqual(whole);
    const line = await readFile(await firstFile(), 'utf8');
    await writeFile(await firstFile(), line.slice(0, 100));
    await rm(join(folder.dir, `audit-head-${log.writer}`));
    const torn = { valid: true, events: 1, broken_at: null, torn_at: ['2026-03-15 line 1'] };
    expect(await verifyAuditLog({ dir: folder.dir, sealer })).toEqual(torn);
  });

  it('writes whole lines behind a write that failed before its file was emptied', async () => {
    const log = logAt(NOON);
    await log.record(event());
    const text = await failHalfway(log);
    expect(await log.reclaim(Buffer.byteLength(text))).toBe(true);
    await log.record(event());
    await log.record(event());
    const lines = (await readFile(await firstFile(), 'utf8')).split('\n');
    expect(lines.map((line) => parseLine(line)?.seq)).toEqual([1, 2, undefined]);
  });

  it('shows no head of lines that could not be written', async () => {
    const log = logAt(NOON);
    await log.record(event());
    const head = join(folder.dir, 'audit-head-w1');
    const [before, path] = [await readFile(head, 'utf8'), await firstFile()];
    await rm(path);
    await mkdir(path);
    await expect(log.record(event())).rejects.toThrow('audit log');
    expect(await readFile(head, 'utf8')).toBe(before);
  });

  it('goes on with its chain behind a line whose head could not be written', async () => {
    const log = logAt(NOON);
    const head = join(folder.dir, 'audit-head-w1');
    await mkdir(head);
    await expect(log.record(event())).rejects.toThrow('audit log');
    await rmdir(head);
    await log.record(event());
    expect(await verifyAuditLog({ dir: folder.dir, sealer })).toMatchObject({ valid: true, events: 2 });
  });

  it('writes its head over the same bytes, and makes no file for it after the first', async () => {
    const log = logAt(NOON);
    await log.record(event());
    const before = await stat(join(folder.dir, 'audit-head-w1'));
    for (let more = 0; more < 12; more += 1) await log.record(event());
    const after = await stat(join(folder.dir, 'audit-head-w1'));
    expect([after.ino, after.size]).toEqual([before.ino, 512]);
  });

  it('is whole for whoever verifies it while it is written', async () => {
    const log = logAt(NOON);
    await log.record(event());
    const seen: unknown[] = [];
    for (let round = 0; round < 40; round += 1) {
      const writing = Promise.all(Array.from({ length: 5 }, () => log.record(event())));
      seen.push((await verifyAuditLog({ dir: folder.dir, sealer })).broken_at);
      await writing;
    }
    expect(seen).toEqual(seen.map(() => null));
  });

  it('reports a folder that cannot be written', async () => {
    await writeFile(join(folder.dir, 'file'), '');
    const log = createFileAuditLog({ dir: join(folder.dir, 'file'), sealer });
    await expect(log.record(event())).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
  });
});
