import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newFolder, writeNewFile } from './new-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-new-file-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('writes a file that was not there, and gives what came of it', async () => {
  const path = join(dir, 'a.csv');
  expect(await writeNewFile(path, (file) => file.appendFile('rows').then(() => 7))).toBe(7);
  expect(await readFile(path, 'utf8')).toBe('rows');
});

it('takes the file away again when what it is for fails, so that the same command may be tried again', async () => {
  const refused = () => Promise.reject(new Error('Permission denied'));
  await expect(writeNewFile(join(dir, 'a.csv'), refused)).rejects.toThrow('Permission denied');
  expect(await readdir(dir)).toEqual([]);
});

it('never writes over what is there, and names it', async () => {
  const path = join(dir, 'a.csv');
  await writeFile(path, 'kept');
  const message = `${path} is there already. Name one that is not there yet, or move it away.`;
  await expect(writeNewFile(path, async () => 1)).rejects.toThrow(message);
  await expect(newFolder(path)).rejects.toThrow(message);
  expect(await readFile(path, 'utf8')).toBe('kept');
});

it('says which folder is missing', async () => {
  const message = `There is no folder ${join(dir, 'gone')}. Make it first, or name another place.`;
  await expect(writeNewFile(join(dir, 'gone/a.csv'), async () => 1)).rejects.toThrow(message);
  await expect(newFolder(join(dir, 'gone/a'))).rejects.toThrow(message);
});

it('says why it cannot be made, whatever it is', async () => {
  await writeFile(join(dir, 'file'), '');
  const path = join(dir, 'file/a.csv');
  await expect(writeNewFile(path, async () => 1)).rejects.toThrow(
    `${path} cannot be made (ENOTDIR). Name another place.`,
  );
});
