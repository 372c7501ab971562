import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createFileAuditLog,
  DAY_MS,
  event,
  NOON,
  openAuditFolder,
  sealer,
} from '../testing/audit-folder.fixture.ts';
import type { AuditQuery } from './contract.ts';
import { createFileStore } from './file-store.ts';

const folder = openAuditFolder();
const { logAt } = folder;
const readAuditLog = (dir: string, query: AuditQuery) =>
  createFileStore({ dir, sealer }).read(query, new AbortController().signal);

describe('readAuditLog', () => {
  it("finds one tenant's events by user, type and time, newest first", async () => {
    await logAt(NOON).record(event());
    await logAt(NOON + 1_000, 'w2').record(event({ user: 'bob', type: 'error' }));
    await logAt(NOON + DAY_MS, 'w3').record(event());
    await logAt(NOON, 'w4').record(event({ tenantId: 'globex' }));
    const read = (changes: object) => readAuditLog(folder.dir, { tenantId: 'acme', limit: 10, ...changes });
    expect((await read({})).map(({ timestamp }) => timestamp)).toEqual([
      '2026-03-16T12:00:00.000Z',
      '2026-03-15T12:00:01.000Z',
      '2026-03-15T12:00:00.000Z',
    ]);
    expect(await read({ limit: 2 })).toHaveLength(2);
    expect(
      (await read({ userIds: ['bob'], types: ['error', 'query'] })).map(({ user_id: user }) => user),
    ).toEqual(['bob']);
    const [newest, ...older] = await read({});
    expect(await read({ before: newest?.event_id })).toEqual(older);
    expect(await read({ from: '2026-03-16T00:00:00Z' })).toHaveLength(1);
    expect(await read({ to: '2026-03-15T12:00:00.500Z' })).toHaveLength(1);
    expect(JSON.stringify(await read({}))).not.toContain('globex');
  });

  it('goes on from an event without opening the days that are newer', async () => {
    for (const days of [0, 1, 3]) await logAt(NOON + days * DAY_MS).record(event());
    const all = await readAuditLog(folder.dir, { tenantId: 'acme', limit: 10 });
    // What reads it fails.
    await rename(join(folder.dir, 'audit-2026-03-18-w1.jsonl'), join(folder.dir, 'moved'));
    await mkdir(join(folder.dir, 'audit-2026-03-18-w1.jsonl'));
    const before = all[1]?.event_id ?? '';
    expect(await readAuditLog(folder.dir, { tenantId: 'acme', limit: 10, before })).toEqual(all.slice(2));
    await expect(readAuditLog(folder.dir, { tenantId: 'acme', limit: 10 })).rejects.toThrow('EISDIR');
  });

  it('finds an event of the last moment of a day that was written on the next, newest first, page by page', async () => {
    const midnight = NOON + DAY_MS / 2;
    let nowMs = midnight + 100;
    const log = createFileAuditLog({ dir: folder.dir, sealer, writer: 'w1', nowMs: () => nowMs });
    await log.record(event({ tenantId: 'globex' }));
    // The clock is set back over midnight; earlier releases took the file of the time of writing as well.
    nowMs = midnight - 100;
    await log.record(event({ metadata: { at: -100 } }));
    expect(await folder.fileNames()).toEqual(['audit-2026-03-16-w1.jsonl']);
    for (const at of [-200, -50]) await logAt(midnight + at, `w${at}`).record(event({ metadata: { at } }));
    await logAt(midnight + 50, 'w2').record(event({ metadata: { at: 50 } }));
    const read = (changes: object) => readAuditLog(folder.dir, { tenantId: 'acme', limit: 10, ...changes });
    const found = async (changes: object) => (await read(changes)).map(({ metadata }) => metadata['at']);
    const to = new Date(midnight - 1).toISOString();
    expect(await found({ to })).toEqual([-50, -100, -200]);
    expect(await found({ to, limit: 1 })).toEqual([-50]);
    expect(await found({ to: '9999-12-31T23:59:59.999Z' })).toEqual([50, -50, -100, -200]);
    const [, second] = await read({ limit: 2 });
    expect(await found({ limit: 2 })).toEqual([50, -50]);
    expect(await found({ limit: 2, before: second?.event_id })).toEqual([-100, -200]);
  });
});
