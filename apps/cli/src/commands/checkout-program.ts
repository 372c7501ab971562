import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@ragfleet/kernel';
import type { CommandContext } from '../command-context.ts';

export type CheckoutProgram = 'bench' | 'eval';

interface Run {
  /** The repository. */
  readonly root: string;
  readonly name: CheckoutProgram;
  readonly args: readonly string[];
}

/**
 * Hands over to the program that `npm run bench` or `npm run eval` starts, with its own options and output. Resolves with its exit code, 1 where it was killed.
 * Fault `unavailable` where this is no checkout: images hold neither.
 */
export async function runCheckoutProgram(
  context: Pick<CommandContext, 'signal'>,
  { root, name, args }: Run,
): Promise<number> {
  const main = join(root, name, 'src', 'main.ts');
  await access(main).catch((cause: unknown) => {
    const fix = `Clone the repository and run there: npm run ${name}`;
    throw new Fault('unavailable', `\`ragfleet ${name}\` is a part of a checkout, and this is none. ${fix}`, {
      cause,
    });
  });
  context.signal.throwIfAborted();
  const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit' });
  const stop = (): void => void child.kill('SIGTERM');
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    await once(child, 'exit');
    return child.exitCode ?? 1;
  } finally {
    context.signal.removeEventListener('abort', stop);
  }
}
