import { lstat, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecrets, saveSecrets } from './fleet-secrets.ts';

let path: string;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-secrets-'));
  path = join(dir, 'secrets.json');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('makes the secrets once, for their owner alone', async () => {
  const first = await loadSecrets(path);
  expect(Buffer.from(first.master_key, 'base64')).toHaveLength(32);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await loadSecrets(path)).toEqual(first);
  await saveSecrets(path, { ...first, api_keys: { admin: 'a-key' } });
  expect((await loadSecrets(path)).api_keys).toEqual({ admin: 'a-key' });
});

test('never replaces a damaged file, because the data would be lost with it', async () => {
  await writeFile(path, '{"master_key":');
  await expect(loadSecrets(path)).rejects.toThrow(/is damaged/);
});

test('never replaces a file that cannot be read, whoever may write its folder', async () => {
  await symlink(path, path);
  await expect(loadSecrets(path)).rejects.toThrow(/cannot be read/);
  expect((await lstat(path)).isSymbolicLink()).toBe(true);
});
