import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const HEAD = /^audit-head-(?!.*\.new$)/;

/**
 * Copies the folder of an audit log that goes on being written. The heads first: one that is newer than the lines beside
 * it says that the end of its chain was cut off.
 */
export async function copyAuditLog(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const copy = (name: string): Promise<void> => copyFile(join(from, name), join(to, name));
  const heads = (await readdir(from)).filter((name) => HEAD.test(name));
  await Promise.all(heads.map(copy));
  const others = (await readdir(from)).filter((name) => !name.startsWith('audit-head-'));
  await Promise.all(others.map(copy));
}
