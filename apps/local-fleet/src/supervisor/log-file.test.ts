import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-log-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('appends, and keeps at most two files of the limit', async () => {
  const path = join(dir, 'logs', 'app.log');
  const log = openLogFile(path, 10);
  for (const line of ['first\n', 'second\n', 'third\n', 'fourth\n']) log.write(Buffer.from(line));
  log.close();
  expect(await readFile(path, 'utf8')).toBe('fourth\n');
  expect(await readFile(`${path}.1`, 'utf8')).toBe('third\n');
  const again = openLogFile(path, 100);
  again.write(Buffer.from('fifth\n'));
  again.close();
  expect(await readFile(path, 'utf8')).toBe('fourth\nfifth\n');
});

test('has the last lines at hand, whatever was rotated away', () => {
  const log = openLogFile(join(dir, 'app.log'), 10);
  for (let line = 1; line <= 30; line += 1) log.write(Buffer.from(`line ${line}\n`));
  expect(log.tail().split('\n')).toHaveLength(12);
  expect(log.tail()).toMatch(/line 30$/);
  log.close();
});
