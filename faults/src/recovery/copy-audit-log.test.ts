import { appendFile, mkdtemp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { copyAuditLog } from './copy-audit-log.ts';

const COPIES = 100;

it('never has a head that is newer than its lines, however much is written meanwhile', async () => {
  const root = await mkdtemp(join(tmpdir(), 'ragfleet-audit-copy-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const dir = join(root, 'audit');
  await mkdir(dir);
  const lines = join(dir, 'audit-2026-03-15-w.jsonl');
  const head = join(dir, 'audit-head-w');
  const over = new AbortController();
  const write = async (): Promise<void> => {
    for (let written = 1; !over.signal.aborted; written += 1) {
      await appendFile(lines, 'x\n');
      await writeFile(`${head}.new`, String(written));
      await rename(`${head}.new`, head);
    }
  };
  await writeFile(head, '0');
  await writeFile(lines, '');
  onTestFinished(() => over.abort());
  const writing = write();
  const ahead: string[] = [];
  for (let at = 0; at < COPIES; at += 1) {
    const to = join(root, `copy-${at}`);
    await copyAuditLog(dir, to);
    const count = (await readFile(join(to, 'audit-2026-03-15-w.jsonl'), 'utf8')).split('\n').length - 1;
    const said = Number(await readFile(join(to, 'audit-head-w'), 'utf8'));
    if (said > count) ahead.push(`${said} of ${count}`);
  }
  over.abort();
  await writing;
  expect(ahead).toEqual([]);
});
