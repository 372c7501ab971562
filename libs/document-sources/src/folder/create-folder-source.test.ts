import {
  chmod,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collect } from '../collect.fixture.ts';
import { DEFAULT_EXTENSIONS } from '../extensions.ts';
import { createFolderSource } from './create-folder-source.ts';

const never = new AbortController().signal;
let home: string;
let root: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ragfleet-folder-'));
  root = join(home, 'root');
  await mkdir(root);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const source = () => createFolderSource({ path: root, extensions: DEFAULT_EXTENSIONS });
const write = async (name: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
};
const revisions = async (): Promise<Record<string, string | null>> => {
  const items = await collect(source().list(never));
  return Object.fromEntries(items.map(({ key, revision }) => [key, revision]));
};
const keys = async (): Promise<string[]> => Object.keys(await revisions()).toSorted();

const MAKE_PIPE = 'mkfifo';
const READ_ALL = `
  if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
  const { createFolderSource } = await import(process.argv[1]);
  const source = createFolderSource({ path: process.argv[2], extensions: ['md'] });
  const { signal } = new AbortController();
  const found = {};
  try {
    for await (const { key } of source.list(signal))
      found[key] = await source.read(key, null, signal).then(({ status }) => status, ({ kind }) => kind);
  } catch (error) {
    found.listing = error.kind;
  }
  console.log(JSON.stringify(found));
`;
/** What became of each file that was listed, and of the listing where it failed. In a process of its own: root could read everything. */
function readAllAsNobody(): unknown {
  const module = new URL('create-folder-source.ts', import.meta.url).href;
  const args = ['--input-type=module', '--eval', READ_ALL, module, root];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

/** A disk that gives none of the bytes of a file that begins with `text`. */
async function breakDiskUnder(text: string): Promise<void> {
  const file = await open(root);
  const handle = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const { read } = handle;
  vi.spyOn(handle, 'read').mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
    const result = await (Reflect.apply(read, this, args) as ReturnType<typeof read<Buffer>>);
    if (result.buffer.toString().startsWith(text))
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    return result;
  });
}

async function textOf(key: string): Promise<string> {
  const reading = await source().read(key, null, never);
  if (reading.status !== 'read') return reading.status;
  if (reading.content instanceof Uint8Array) return Buffer.from(reading.content).toString();
  return Buffer.concat(await collect(reading.content)).toString();
}

describe('a folder as a source', () => {
  it('lists documents below it, and neither hidden entries nor other files', async () => {
    await write('a.md', 'alpha');
    await write('deep/er/Ünïcode file.TXT', 'beta');
    for (const name of ['.hidden.md', '.git/config.md', 'image.png', 'Makefile', '.md', 'a.md~'])
      await write(name, 'no');
    expect(await keys()).toEqual(['a.md', 'deep/er/Ünïcode file.TXT']);
    expect(await textOf('deep/er/Ünïcode file.TXT')).toBe('beta');
    expect(await collect(source().list(never))).toContainEqual(
      expect.objectContaining({ key: 'a.md', sizeBytes: 5 }),
    );
  });

  it('sees every change of a file, also one of the same length and time', async () => {
    await write('a.md', 'alpha');
    await write('same.md', 'same');
    const time = new Date(1_700_000_000_000);
    await utimes(join(root, 'a.md'), time, time);
    const before = await revisions();
    expect(await revisions()).toEqual(before);
    await write('a.md', 'ALPHA');
    await utimes(join(root, 'a.md'), time, time);
    const after = await revisions();
    expect(after['a.md']).not.toBe(before['a.md']);
    expect(after['same.md']).toBe(before['same.md']);
  });

  it('reads nothing of a file that did not change, and says of which bytes it speaks', async () => {
    await write('large.txt', 'x'.repeat(100_000));
    const { 'large.txt': revision = null } = await revisions();
    expect(await source().read('large.txt', revision, never)).toEqual({ status: 'unchanged' });
    const reading = await source().read('large.txt', 'another', never);
    expect(reading).toMatchObject({ status: 'read', revision, mediaType: null });
    expect((await textOf('large.txt')).length).toBe(100_000);
  });

  it('says that a file is gone which vanished after the listing', async () => {
    expect(await source().read('never.md', null, never)).toEqual({ status: 'gone' });
  });
});

describe('a folder that could be misread', () => {
  it('fails the listing when it is not there: an unmounted folder is no empty one', async () => {
    await write('a.md', 'alpha');
    await rename(root, `${root}-away`);
    await expect(keys()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('fails the listing when a part of it cannot be read', async () => {
    await write('a.md', 'alpha');
    await write('closed/b.md', 'beta');
    await chmod(home, 0o755);
    await chmod(join(root, 'closed'), 0o000);
    expect(readAllAsNobody()).toMatchObject({ listing: 'unavailable' });
    await chmod(join(root, 'closed'), 0o755);
    expect(readAllAsNobody()).toEqual({ 'a.md': 'read', 'closed/b.md': 'read' });
  });

  it('lists a file that cannot be read: its reading fails, and no other', async () => {
    for (const name of ['a.md', 'b.md', 'c.md']) await write(name, name);
    await chmod(home, 0o755);
    await chmod(join(root, 'b.md'), 0o000);
    expect(readAllAsNobody()).toEqual({ 'a.md': 'read', 'b.md': 'forbidden', 'c.md': 'read' });
  });

  it('lists a file whose bytes the disk does not give: its reading fails, and no other', async () => {
    for (const name of ['a.md', 'b.md', 'c.md']) await write(name, name);
    await breakDiskUnder('b.md');
    const items = await collect(source().list(never));
    expect(items.map(({ key }) => key).toSorted()).toEqual(['a.md', 'b.md', 'c.md']);
    expect(items).toContainEqual({ key: 'b.md', revision: null, sizeBytes: null });
    await expect(source().read('b.md', null, never)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(source().read('b.md', null, never)).rejects.toThrow(/disk/);
    expect(await textOf('c.md')).toBe('c.md');
  });

  it('follows links to files inside, and never leaves the folder', async () => {
    await write('data/real.md', 'inside');
    await writeFile(join(home, 'secret.md'), 'outside');
    await mkdir(join(home, 'other'));
    await writeFile(join(home, 'other', 'x.md'), 'outside');
    await symlink(join(root, 'data/real.md'), join(root, 'link.md'));
    await symlink(join(home, 'secret.md'), join(root, 'escape.md'));
    await symlink('../secret.md', join(root, 'relative.md'));
    await symlink(join(home, 'other'), join(root, 'folder.md'));
    await symlink(root, join(root, 'loop'));
    await symlink('nowhere.md', join(root, 'broken.md'));
    await symlink('circle.md', join(root, 'circle.md'));
    expect(await keys()).toEqual(['data/real.md', 'link.md']);
    for (const key of ['escape.md', 'relative.md', '../secret.md', 'data/../../secret.md', 'folder.md/x.md'])
      expect(await textOf(key)).toBe('gone');
  });

  it('is not held by a pipe that looks like a file', async () => {
    execFileSync(MAKE_PIPE, [join(root, 'pipe.md')]);
    await write('a.md', 'alpha');
    expect(await keys()).toEqual(['a.md']);
  });

  it('lets a file go when the reading is stopped', async () => {
    await write('large.txt', 'x'.repeat(1_000_000));
    const stop = new AbortController();
    const reading = await source().read('large.txt', null, stop.signal);
    if (reading.status !== 'read' || reading.content instanceof Uint8Array) throw new Error('A stream.');
    stop.abort();
    await expect(collect(reading.content)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
