import { execFileSync } from 'node:child_process';
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
