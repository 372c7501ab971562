import { AUDIT_EVENT_TYPES, isFault } from '@ragfleet/kernel';
import type { AuditEvent } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainOf, parseLine } from './audit-line.ts';
import { createFileAuditLog as createLog, type FileAuditLogOptions } from './file-audit-log.ts';
import type { AuditQuery } from './reading/contract.ts';
import { createFileStore } from './reading/file-store.ts';
import { verifyChains } from './reading/verify-chains.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const NOON = Date.UTC(2026, 2, 15, 12);
const DAY_MS = 86_400_000;
// Names stay as they are: whom a pseudonym means is a test of its own.
const people = { pseudonymOf: (_tenantId: string, principalId: string) => Promise.resolve(principalId) };
const never = new AbortController().signal;
const createFileAuditLog = (options: Omit<FileAuditLogOptions, 'people'>) =>
  createLog({ ...options, people });
const verifyAuditLog = (options: { dir: string; sealer: typeof sealer }) =>
  verifyChains({ store: createFileStore(options), sealer: options.sealer });
const readAuditLog = (from: string, query: AuditQuery) =>
  createFileStore({ dir: from, sealer }).read(query, never);
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-audit-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const event = (changes: Partial<AuditEvent> & { tenantId?: string; user?: string } = {}): AuditEvent => ({
  type: 'query',
  principal: {
    tenantId: changes.tenantId ?? 'acme',
    principalId: changes.user ?? 'ada',
  },
  sessionId: 's_1',
  question: 'How much does Bob earn?',
  metadata: { model: 'gpt-4o', chunks_retrieved: 3 },
  ...changes,
});
const fileNames = async (): Promise<string[]> =>
  (await readdir(dir)).filter((name) => name.endsWith('.jsonl'));
const firstFile = async (): Promise<string> => join(dir, (await fileNames())[0] ?? '');
const logAt = (nowMs: number, writer = 'w1') =>
  createFileAuditLog({ dir, sealer, writer, nowMs: () => nowMs });

describe('rotation of the master key', () => {
  const [older, newer] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')] as const;
  const [before, during, after] = [
    createSealer(older),
    createSealer(newer, [older]),
    createSealer(newer),
  ] as const;
  const writeAs = (writer: string, by: typeof before) =>
    createFileAuditLog({ dir, sealer: by, writer, nowMs: () => NOON }).record(event());

  it('leaves the chains of before verifiable as long as their key is known', async () => {
    await writeAs('w1', before);
    await writeAs('w2', during);
    expect(await verifyAuditLog({ dir, sealer: during })).toMatchObject({ valid: true, events: 2 });
    expect(await verifyAuditLog({ dir, sealer: after })).toMatchObject({ valid: false });
  });

  it('does not let a chain go on under another key', async () => {
    const log = createFileAuditLog({ dir, sealer: before, writer: 'w1', nowMs: () => NOON });
    await log.record(event());
    await log.record(event());
    const [one = '', two = ''] = (await readFile(await firstFile(), 'utf8')).trim().split('\n');
    const line = parseLine(two);
    if (line === null) throw new Error('The second line cannot be read.');
    const forged = JSON.stringify({ ...line, hash: chainOf(after)(line) });
    await writeFile(await firstFile(), `${one}\n${forged}\n`);
    expect(await verifyAuditLog({ dir, sealer: during })).toMatchObject({ valid: false, events: 1 });
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
    expect(await verifyAuditLog({ dir, sealer })).toEqual({
      valid: true,
      events: AUDIT_EVENT_TYPES.length,
      broken_at: null,
      torn_at: [],
    });
  });

  it('keeps one chain for lines that arrive together', async () => {
    const log = logAt(NOON);
    await Promise.all(Array.from({ length: 200 }, () => log.record(event())));
    expect(await verifyAuditLog({ dir, sealer })).toEqual({
      valid: true,
      events: 200,
      broken_at: null,
      torn_at: [],
    });
  });

  it('writes what is recorded at the same time at once', async () => {
    let writes = 0;
    const guard = (): Promise<void> => Promise.resolve(void (writes += 1));
    const log = createFileAuditLog({ dir, sealer, guard });
    await Promise.all([log.record(event()), log.record(event()), log.record(event())]);
    expect(writes).toBe(1);
  });

  it('goes on with its chain on the next day, and removes days past the retention', async () => {
    let nowMs = NOON;
    const log = createFileAuditLog({ dir, sealer, writer: 'w1', retentionDays: 2, nowMs: () => nowMs });
    for (let day = 0; day < 5; day += 1) {
      nowMs = NOON + day * DAY_MS;
      await log.record(event());
    }
    expect(await fileNames()).toHaveLength(3);
    expect(await verifyAuditLog({ dir, sealer })).toEqual({
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
      const log = createFileAuditLog({ dir, sealer, writer: 'w1', nowMs: () => nowMs });
      await log.record(event());
      const path = await firstFile();
      const text = await readFile(path, 'utf8');
      await rm(path);
      await mkdir(path);
      await expect(log.record(event())).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
      await rmdir(path);
      await writeFile(path, `${text}{"event_id":"ev`);
      nowMs += laterMs;
      await log.record(event());
      await log.record(event());
      const whole = { valid: true, events: 3, broken_at: null, torn_at: [] };
      expect(await verifyAuditLog({ dir, sealer })).toEqual(whole);
    },
  );

  it('shows no head of lines that could not be written', async () => {
    const log = logAt(NOON);
    await log.record(event());
    const head = join(dir, 'audit-head-w1');
    const [before, path] = [await readFile(head, 'utf8'), await firstFile()];
    await rm(path);
    await mkdir(path);
    await expect(log.record(event())).rejects.toThrow('audit log');
    expect(await readFile(head, 'utf8')).toBe(before);
  });

  it('goes on with its chain behind a line whose head could not be written', async () => {
    const log = logAt(NOON);
    const staged = join(dir, 'audit-head-w1.new');
    await mkdir(staged);
    await expect(log.record(event())).rejects.toThrow('audit log');
    await rmdir(staged);
    await log.record(event());
    expect(await verifyAuditLog({ dir, sealer })).toMatchObject({ valid: true, events: 2 });
  });

  it('reports a folder that cannot be written', async () => {
    await writeFile(join(dir, 'file'), '');
    const log = createFileAuditLog({ dir: join(dir, 'file'), sealer });
    await expect(log.record(event())).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
  });
});

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
    const { valid, broken_at: brokenAt } = await verifyAuditLog({ dir, sealer });
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
    await rm(join(dir, 'audit-head-w1'));
    await writeFile(path, tear(`${lines.join('\n')}\n`));
    await logAt(NOON, 'w2').record(event());
    const verified = await verifyAuditLog({ dir, sealer });
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
    expect((await verifyAuditLog({ dir, sealer })).valid).toBe(false);
  });

  it("takes no half line for a writer's death after which that writer went on", async () => {
    await logAt(NOON).record(event());
    const path = await firstFile();
    await writeFile(path, `${await readFile(path, 'utf8')}half`);
    const next = createFileAuditLog({ dir, sealer, writer: 'w1', nowMs: () => NOON + DAY_MS });
    await next.record(event());
    const { valid, broken_at: brokenAt } = await verifyAuditLog({ dir, sealer });
    expect([valid, brokenAt]).toEqual([false, '2026-03-15 line 2']);
  });

  it('does not accept lines that were chained under another key', async () => {
    await createFileAuditLog({ dir, sealer: createSealer(randomBytes(32).toString('base64')) }).record(
      event(),
    );
    expect((await verifyAuditLog({ dir, sealer })).valid).toBe(false);
  });

  it('is valid and empty before the first event', async () => {
    expect(await verifyAuditLog({ dir: join(dir, 'none'), sealer })).toEqual({
      valid: true,
      events: 0,
      broken_at: null,
      torn_at: [],
    });
  });
});

describe('readAuditLog', () => {
  it("finds one tenant's events by user, type and time, newest first", async () => {
    await logAt(NOON).record(event());
    await logAt(NOON + 1_000, 'w2').record(event({ user: 'bob', type: 'error' }));
    await logAt(NOON + DAY_MS, 'w3').record(event());
    await logAt(NOON, 'w4').record(event({ tenantId: 'globex' }));
    const read = (changes: object) => readAuditLog(dir, { tenantId: 'acme', limit: 10, ...changes });
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
});
