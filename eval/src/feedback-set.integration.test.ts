import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const EVAL = fileURLToPath(new URL('./main.ts', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));
/** Two processes that load the whole command line, on a machine that may be busy. */
const LIMIT_MS = 300_000;

const PASSAGES = [
  [
    'leave',
    'Annual leave',
    'Every employee has 25 days of leave in a year. Leave is requested in the portal.',
  ],
  ['parking', 'Parking', 'Visitors park on level 2 of the garage. A ticket costs 4 euros.'],
  ['travel', 'Travel', 'Trains are booked through the travel desk at least a week ahead.'],
] as const;
const rated = (question: string, documentId: string | null, rating: 'up' | 'down' = 'up') => ({
  object: 'feedback',
  query_id: `q_${question.length}`,
  rating,
  comment: null,
  question,
  is_answered: documentId !== null,
  citations: PASSAGES.filter(([id]) => id === documentId).map(([id, title, passage]) => ({
    document_id: id,
    chunk_id: `${id}-1`,
    title,
    quote: passage.slice(0, 40),
  })),
});
const PAGES = [
  {
    data: [
      rated('How many days of leave does an employee have?', 'leave'),
      rated('Which way to the moon?', null),
    ],
    next: 'q_more',
  },
  {
    data: [rated('Where do visitors park?', 'parking'), rated('Who is the boss?', 'travel', 'down')],
    next: null,
  },
];

/** What a fleet says of feedback and of its passages. */
async function startFleet(): Promise<string> {
  const server = createServer((request, response) => {
    const reply = (body: object): void =>
      void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (request.method === 'GET')
      return reply({ object: 'list', ...PAGES[request.url?.includes('q_more') === true ? 1 : 0] });
    void text(request).then(() =>
      reply({
        object: 'list',
        data: PASSAGES.map(([id, title, passage], at) => ({
          document_id: id,
          chunk_id: `${id}-1`,
          title,
          source: null,
          text: passage,
          rank: at + 1,
        })),
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

function run(program: string, args: readonly string[], over: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, OPENAI_API_KEY: '', OPENAI_BASE_URL: '', RERANKER: '', ...over };
  return new Promise<{ code: number; line: unknown; errors: string }>((resolve) => {
    execFile(process.execPath, [program, ...args], { env, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      const line: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), line, errors: stderr });
    });
  });
}

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-feedback-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'set');
}

it('is made of feedback by `ragfleet feedback export`, and evaluated as any other', {
  timeout: LIMIT_MS,
}, async () => {
  const out = await folder();
  const fleet = { RAGFLEET_URL: await startFleet(), RAGFLEET_API_KEY: 'key' };
  const exported = await run(COMMAND, ['feedback', 'export', '--out', out, '--json'], fleet);
  expect(exported.line).toEqual({ queries: 3, documents: 3, unlabelled: 1, truncated: false, dir: out });

  const lines = async (name: string): Promise<readonly unknown[]> =>
    (await readFile(join(out, name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  expect(await lines('queries.jsonl')).toEqual([
    { id: 1, text: 'How many days of leave does an employee have?', relevant: ['leave'] },
    { id: 2, text: 'Which way to the moon?', relevant: [], answerable: false },
    { id: 3, text: 'Where do visitors park?', relevant: ['parking'] },
  ]);
  expect(await lines('unlabelled.jsonl')).toEqual([
    { id: 1, text: 'Who is the boss?', comment: null, cited: ['travel'] },
  ]);

  const evaluated = await run(EVAL, ['--dataset', out, '--json']);
  expect(evaluated).toMatchObject({ code: 0, line: { queries: 3, hybrid: { recall_at_10: 1 } } });
});
