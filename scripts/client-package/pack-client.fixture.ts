import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../newcomer/run-program.fixture.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of a user who has installed the packed SDK. */
export interface Consumer {
  readonly folder: string;
  /** Where the SDK was packed, to see what that leaves behind. */
  readonly packedFrom: string;
  stop(): Promise<void>;
}

/** Packs a copy of the SDK, so that nobody beside this test meets a half-packed folder, and installs it with npm. */
export async function installPackedClient(): Promise<Consumer> {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-sdk-'));
  const [copy, folder] = [join(dir, 'repository'), join(dir, 'consumer')];
  for (const path of ['LICENSE', 'libs/client', 'scripts/client-package', 'scripts/client-package.ts'])
    await cp(join(ROOT, path), join(copy, path), { recursive: true });
  await writeFile(join(copy, 'package.json'), '{"type":"module"}');
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{"name":"consumer","private":true,"type":"module"}');
  const packedFrom = join(copy, 'libs/client');
  await npm(packedFrom, 'pack', '--ignore-scripts=false', '--pack-destination', dir);
  await npm(folder, 'install', '--offline', '--no-audit', join(dir, 'ragfleet-client-0.1.0.tgz'));
  return { folder, packedFrom, stop: () => rm(dir, { recursive: true, force: true }) };
}

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runProgram('npm', args, { cwd });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}
