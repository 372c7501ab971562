import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';

const OWNER = `
import { spawn } from 'node:child_process';
import { endWithOwner } from ${JSON.stringify(new URL('end-with-owner.ts', import.meta.url).href)};
const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
endWithOwner(child.pid);
console.log(child.pid);
setInterval(() => {}, 1000);
`;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a process ends when its owner is killed with SIGKILL', async () => {
  const owner = spawn(process.execPath, ['--input-type=module-typescript', '-e', OWNER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = Number(String(await once(owner.stdout, 'data')));
  expect(isAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { interval: 20 });
});
