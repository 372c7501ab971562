import type { AuditEvent } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createFileAuditLog as createLog, type FileAuditLogOptions } from '../file-audit-log.ts';
import { createFileStore } from '../reading/file-store.ts';
import { verifyChains } from '../reading/verify-chains.ts';

export const sealer = createSealer(randomBytes(32).toString('base64'));
export const NOON = Date.UTC(2026, 2, 15, 12);
export const DAY_MS = 86_400_000;
// Names stay as they are: whom a pseudonym means is a test of its own.
const people = { pseudonymOf: (_tenantId: string, principalId: string) => Promise.resolve(principalId) };

export const createFileAuditLog = (
  options: Omit<FileAuditLogOptions, 'people'>,
): ReturnType<typeof createLog> => createLog({ ...options, people });
export const verifyAuditLog = (options: {
  readonly dir: string;
  readonly sealer: typeof sealer;
}): ReturnType<typeof verifyChains> =>
  verifyChains({ store: createFileStore(options), sealer: options.sealer });

export const event = (
  changes: Partial<AuditEvent> & { tenantId?: string; user?: string } = {},
): AuditEvent => ({
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

export interface AuditFolder {
  /** Anew for each test. */
  readonly dir: string;
  fileNames(): Promise<string[]>;
  firstFile(): Promise<string>;
  logAt(nowMs: number, writer?: string): ReturnType<typeof createFileAuditLog>;
}

/** A folder for the audit log of each test of the file that calls this at its top. */
export function openAuditFolder(): AuditFolder {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ragfleet-audit-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const fileNames = async (): Promise<string[]> =>
    (await readdir(dir)).filter((name) => name.endsWith('.jsonl'));
  return {
    get dir() {
      return dir;
    },
    fileNames,
    firstFile: async () => join(dir, (await fileNames())[0] ?? ''),
    logAt: (nowMs, writer = 'w1') => createFileAuditLog({ dir, sealer, writer, nowMs: () => nowMs }),
  };
}
