import { createSealer } from '@ragfleet/sealing';
import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createFileAuditLog,
  DAY_MS,
  event,
  NOON,
  openAuditFolder,
  sealer,
  verifyAuditLog,
} from '../testing/audit-folder.fixture.ts';

const folder = openAuditFolder();
const { firstFile, logAt } = folder;

describe('verifyAuditLog', () => {
  const written = async (): Promise<string[]> => {
    const log = logAt(NOON);
    for (let count = 0; count < 4; count += 1) await log.record(event());
    return (await readFile(await firstFile(), 'utf8')).trimEnd().split('\n');
  };

  it.each<[string, (lines: string[]) => string[]]>([
    ['changed', (lines) => lines.map((line) => line.replace('"ada"', '"eve"'))],
    ['removed', (lines) => lines.toSpliced(1, 1)],
    ['moved', ([a = '', b = '', ...rest]) => [b, a, ...rest]],
    ['cut off at the end', (lines) => lines.slice(0, -1)],
    ['not readable', (lines) => lines.with(2, 'x')],
  ])('notices a line that was %s', async (_, change) => {
    const lines = change(await written());
    await writeFile(await firstFile(), `${lines.join('\n')}\n`);
    const { valid, broken_at: brokenAt } = await verifyAuditLog({ dir: folder.dir, sealer });
    expect(valid).toBe(false);
    expect(brokenAt).not.toBeNull();
  });

  it.each([
    ['in the middle of its last line', (text: string) => text.slice(0, -200), 3, 1],
    ['in the middle of a line more', (text: string) => `${text}{"event_id":"evt_1","ev`, 4, 1],
    ['before the break of its last line', (text: string) => text.slice(0, -1), 4, 0],
  ])('holds when the writer died %s, and says where', async (_name, tear, events, torn) => {
    const lines = await written();
    const path = await firstFile();
    // Its head is written after its lines.
    await rm(join(folder.dir, 'audit-head-w1'));
    await writeFile(path, tear(`${lines.join('\n')}\n`));
    await logAt(NOON, 'w2').record(event());
    const verified = await verifyAuditLog({ dir: folder.dir, sealer });
    expect(verified).toMatchObject({ valid: true, events: events + 1, broken_at: null });
    const last = lines[events - 1] ?? '';
    expect(verified.torn_at.every((eventId) => last.includes(eventId))).toBe(true);
    expect(verified.torn_at).toHaveLength(torn);
  });

  it.each([
    ['before other lines', (lines: string[]) => lines.with(2, lines[2]?.slice(0, 50) ?? '').join('\n')],
    ['of which a head knows', (lines: string[]) => lines.join('\n').slice(0, -200)],
    ['with its line break', (lines: string[]) => `${lines.join('\n')}\nhalf\n`],
  ])("takes no half line for a writer's death %s", async (_name, tear) => {
    const lines = await written();
    await writeFile(await firstFile(), tear(lines));
    expect((await verifyAuditLog({ dir: folder.dir, sealer })).valid).toBe(false);
  });

  it("takes no half line for a writer's death after which that writer went on", async () => {
    await logAt(NOON).record(event());
    const path = await firstFile();
    await writeFile(path, `${await readFile(path, 'utf8')}half`);
    const next = createFileAuditLog({ dir: folder.dir, sealer, writer: 'w1', nowMs: () => NOON + DAY_MS });
    await next.record(event());
    const { valid, broken_at: brokenAt } = await verifyAuditLog({ dir: folder.dir, sealer });
    expect([valid, brokenAt]).toEqual([false, '2026-03-15 line 2']);
  });

  it('does not accept lines that were chained under another key', async () => {
    await createFileAuditLog({
      dir: folder.dir,
      sealer: createSealer(randomBytes(32).toString('base64')),
    }).record(event());
    expect((await verifyAuditLog({ dir: folder.dir, sealer })).valid).toBe(false);
  });

  it('is valid and empty before the first event', async () => {
    expect(await verifyAuditLog({ dir: join(folder.dir, 'none'), sealer })).toEqual({
      valid: true,
      events: 0,
      broken_at: null,
      torn_at: [],
    });
  });
});
