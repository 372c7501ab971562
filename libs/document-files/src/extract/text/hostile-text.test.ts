import { cpuMs } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { collect } from '../../collect.fixture.ts';
import { extractDocuments } from '../extract-documents.ts';
import { EXTRACTION_LIMITS } from '../extraction-limits.ts';

/** Less is as good as nothing: where work was quadratic, it took seconds. */
const LEAST_MS = 5;
const ROUNDS = 5;

/** The least of some rounds: the others were disturbed. */
async function leastCpuMs(name: string, text: string): Promise<number> {
  const bytes = Buffer.from(text);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(await cpuMs(() => collect(extractDocuments(bytes, { name }, EXTRACTION_LIMITS))));
  return Math.max(LEAST_MS, Math.min(...rounds));
}

const line = (text: string): string => `${JSON.stringify({ id: 'a', text })}\n`;

/** Text of up to 256 kB is read where others wait for their turn. */
it.each<[string, string, (size: number) => string]>([
  ['a long fence over many lines', 'a.md', (n) => `${'`'.repeat(n / 2)}a\n${'x\n'.repeat(n / 4)}<!-- c -->`],
  ['many fences that nothing closes', 'a.md', (n) => `${'~~~~\n```\n'.repeat(n / 9)}<!-- c -->`],
  ['fences that grow', 'a.md', (n) => `${growing('`', n)}<!-- c -->`],
  ['comments that nothing closes', 'a.md', (n) => '<!--'.repeat(n / 4)],
  ['comments that nothing closes, on lines', 'a.md', (n) => '<!-- a\n'.repeat(n / 7)],
  ['runs of backticks', 'a.md', (n) => `<!-- c --> a${'`'.repeat(n)}`],
  ['backticks that close nothing', 'a.md', (n) => `<!-- c -->${'`a\n'.repeat(n / 3)}`],
  ['a phrase that does not end', 'a.md', (n) => `<!-- c -->\`${'a'.repeat(n)}`],
  ['a long fence in plain text', 'a.txt', (n) => `${'`'.repeat(n / 2)}a\n${'x\n'.repeat(n / 4)}`],
  ['a long fence in a line of JSON', 'a.jsonl', (n) => line(`${'`'.repeat(n / 2)}a\n${'x\n'.repeat(n / 4)}`)],
])('takes time that grows with the text alone: %s', async (_of, name, textOf) => {
  const small = await leastCpuMs(name, textOf(60_000));
  expect(await leastCpuMs(name, textOf(240_000))).toBeLessThanOrEqual(8 * small);
});

/** Only the first 2 kB tell a page from text, so more comments than fit there are none. */
it.each([24, 290])('tells in no time that %d comments begin no page', async (comments) => {
  expect(await leastCpuMs('a.md', `${'<!---->'.repeat(comments)}x`)).toBeLessThanOrEqual(8 * LEAST_MS);
});

function growing(mark: string, size: number): string {
  const lines: string[] = [];
  for (let length = 3, left = size; left > 0; length += 1, left -= length) lines.push(mark.repeat(length));
  return `${lines.join('\n')}\n`;
}
