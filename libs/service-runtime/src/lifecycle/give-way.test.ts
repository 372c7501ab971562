import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('give-way.ts', import.meta.url));
const PROGRAM = `
  import { execFileSync } from 'node:child_process';
  import { getPriority } from 'node:os';
  import { giveWay } from ${JSON.stringify(SOURCE)};
  giveWay();
  const child = execFileSync(process.execPath, ['-p', 'os.getPriority()']).toString();
  console.log(JSON.stringify([getPriority(), Number(child)]));
`;

it('puts a process and those that it starts behind others', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM]);
  const behind = getPriority() + 1;
  for (const priority of JSON.parse(said.toString()) as number[])
    expect(priority).toBeGreaterThanOrEqual(behind);
});

const GROUP = '/proc/self/autogroup';
const GROUPED = `
  import { readFileSync } from 'node:fs';
  import { giveWay } from ${JSON.stringify(SOURCE)};
  giveWay();
  console.log(readFileSync(${JSON.stringify(GROUP)}, 'utf8'));
`;

const nicenessIn = (group: string): number => Number(group.trim().split(' ').at(-1));

// The runner of this test shares its session with whoever began it: a kernel with such groups tells of its own.
it.skipIf(!existsSync(GROUP))(
  'puts a session behind others when it began it, and leaves the one that it was started in as it is',
  async () => {
    const nicenessOf = async (detached: boolean): Promise<number> => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', GROUPED], {
        detached,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return nicenessIn(await text(child.stdout));
    };
    const before = nicenessIn(readFileSync(GROUP, 'utf8'));
    expect(await nicenessOf(true)).toBe(10);
    expect(await nicenessOf(false)).toBe(before);
  },
);
