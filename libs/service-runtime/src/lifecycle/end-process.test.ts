import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('end-process.ts', import.meta.url));

/** The exit code and the words of a program that ends itself, with this left open. */
function ended(leftOpen: string): Promise<{ readonly code: unknown; readonly words: string }> {
  const program = `
    import { endProcess } from ${JSON.stringify(MODULE)};
    process.on('beforeExit', () => console.log('nothing was open'));
    ${leftOpen}
    endProcess(3);
    console.log('told to end');`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', program], (error, stdout) =>
      resolve({ code: error?.code ?? 0, words: stdout }),
    );
  });
}

it('lets a process end by itself, with its exit code', async () => {
  expect(await ended('')).toEqual({ code: 3, words: 'told to end\nnothing was open\n' });
});

it('ends a process that holds something open', async () => {
  expect(await ended('setInterval(() => undefined, 1_000);')).toEqual({ code: 3, words: 'told to end\n' });
});
