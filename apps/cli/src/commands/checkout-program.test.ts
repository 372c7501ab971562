import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCheckoutProgram } from './checkout-program.ts';

/** Writes down what it was given, then ends as its first word says, or waits to be stopped. */
const PROGRAM = `
import { writeFileSync } from 'node:fs';
const [seen, ...words] = process.argv.slice(2);
process.on('SIGTERM', () => { writeFileSync(seen, 'stopped'); process.exit(1); });
writeFileSync(seen, words.join(' '));
if (words[0] === 'wait') setInterval(() => undefined, 1_000);
else process.exitCode = Number(words[0]);
`;

let root: string;
let seen: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ragfleet-checkout-'));
  seen = join(root, 'seen');
  await mkdir(join(root, 'bench', 'src'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  await writeFile(join(root, 'bench', 'src', 'main.ts'), PROGRAM);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const bench = (words: readonly string[], signal = new AbortController().signal): Promise<number> =>
  runCheckoutProgram({ signal }, { root, name: 'bench', args: [seen, ...words] });

it('hands its options over, and ends as the program does', async () => {
  expect(await bench(['0', '--row', '5'])).toBe(0);
  expect(await readFile(seen, 'utf8')).toBe('0 --row 5');
  expect(await bench(['2'])).toBe(2);
});

it('stops the program when it is stopped', async () => {
  const controller = new AbortController();
  const running = bench(['wait'], controller.signal);
  await expect.poll(() => readFile(seen, 'utf8').catch(() => '')).toBe('wait');
  controller.abort();
  expect(await running).toBe(1);
  expect(await readFile(seen, 'utf8')).toBe('stopped');
});

it('says what to do where there is no checkout', async () => {
  const elsewhere = runCheckoutProgram(
    { signal: new AbortController().signal },
    { root, name: 'eval', args: [] },
  );
  await expect(elsewhere).rejects.toThrow(
    '`ragfleet eval` is a part of a checkout, and this is none. Clone the repository and run there: npm run eval',
  );
});
