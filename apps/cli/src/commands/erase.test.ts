import { createLocalEmbedder } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import { openLocalServer } from '@ragfleet/test-support';
import { beforeEach, expect, it } from 'vitest';
import { findFleet } from '../find-fleet.ts';
import { createProgram } from '../program.ts';
import { noSealer } from '../testing/no-sealer.fixture.ts';

const erasure = (status: string, counts: object = {}) => ({
  id: 'ers_1',
  object: 'erasure',
  user_id: 'ada',
  document_id: null,
  status,
  counts: { queries: 0, ...counts },
});

let replies: Record<string, unknown>;
let asked: string[];
let printed: string[];

beforeEach(() => {
  [replies, asked, printed] = [{}, [], []];
});
const server = openLocalServer((request, response) => {
  const line = `${request.method} ${request.url}`;
  asked.push(line);
  response.writeHead(line in replies ? 202 : 404).end(JSON.stringify(replies[line] ?? {}));
});

async function run(...words: string[]): Promise<boolean | null> {
  let outcome: boolean | null = null;
  const context = {
    fleet: () => findFleet({ url: server.url(), apiKey: 'k', metricsUrl: undefined, descriptionPaths: [] }),
    stores: {},
    embedder: async () => createLocalEmbedder(),
    prices: async () => PRICE_LIST,
    print: (line: string) => void printed.push(line),
    write: () => undefined,
    say: () => undefined,
    terminal: null,
    signal: new AbortController().signal,
  };
  const machine = { root: '.', nodeVersion: '24.1.0' };
  const program = createProgram({ context, machine, sealer: noSealer, onEnd: (ok) => (outcome = ok) });
  await program.parseAsync(['erase', ...words], { from: 'user' });
  return outcome;
}

it('asks for the erasure of one person, and shows what it found', async () => {
  replies['DELETE /v1/users/corp~ada/data'] = erasure('running', { queries: 2 });
  expect(await run('corp~ada', '--confirm', 'corp~ada')).toBe(true);
  expect(printed).toEqual(['ers_1  running  queries 2']);
  expect(await run('corp~ada', '--confirm', 'corp~ada', '--json')).toBe(true);
  expect(JSON.parse(printed.at(-1) ?? '')).toEqual(erasure('running', { queries: 2 }));
});

it('waits for its end where it is told to', async () => {
  replies['DELETE /v1/users/ada/data'] = erasure('finished', { api_keys: 1 });
  expect(await run('ada', '--confirm', 'ada', '--wait')).toBe(true);
  expect(printed).toEqual(['ers_1  finished  api_keys 1']);
});

it('erases nobody without the name twice', async () => {
  await expect(run('ada', '--confirm', 'bob')).rejects.toThrow('names somebody else');
  await expect(run('ada')).rejects.toThrow('--confirm');
  expect(asked).toEqual([]);
});
