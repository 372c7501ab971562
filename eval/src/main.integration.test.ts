import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startOpenAiDouble } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const DATASET = fileURLToPath(new URL('./tiny-dataset', import.meta.url));
const LIMIT_MS = 120_000;

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a user does, with the local models. */
const runEval = (...args: string[]): Promise<Ended> => runEvalWith({}, ...args);

function runEvalWith(variables: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, OPENAI_API_KEY: '', OPENAI_BASE_URL: '', RERANKER: '', ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

const lastLine = (text: string): unknown => JSON.parse(text.trim().split('\n').at(-1) ?? '');
const share = expect.toSatisfy((value: number) => value > 0 && value <= 1) as number;
const ms = expect.toSatisfy((value: number) => value > 0) as number;
const WAY = { ndcg_at_10: share, recall_at_10: share, recall_at_100: share, mrr: share, p50_ms: ms };

describe('npm run eval on a tiny data set', () => {
  let dir: string;
  let ended: Ended;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ragfleet-eval-test-'));
    ended = await runEval('--dataset', DATASET, '--json', '--runs', join(dir, 'runs.jsonl'));
  }, LIMIT_MS);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('ends with one object that has every way of searching, and the answers', () => {
    expect(ended).toMatchObject({ exitCode: 0 });
    const report = lastLine(ended.stdout);
    expect(report).toEqual({
      queries: 4,
      bm25_library: WAY,
      keyword: WAY,
      dense: WAY,
      hybrid: WAY,
      hybrid_rerank: WAY,
      answers: {
        n: 2,
        contains: 1,
        cited_right: 1,
        mean_words: ms,
        unanswerable_n: 1,
        unanswerable_refused: 1,
        p50_ms: ms,
        confidence: { ece: ms, bins: [{ from: 0.8, to: 1, n: 2, confidence: ms, accuracy: 1 }] },
      },
    });
    expect(report).toMatchObject({ keyword: { mrr: 1 }, hybrid: { mrr: 1 }, hybrid_rerank: { mrr: 1 } });
  });
  it('says what is being done on standard error', () => {
    expect(ended.stderr).toContain('1 documents have neither text nor title');
    expect(ended.stderr).toContain('loaded 5 of 5 documents');
  });
  it('writes a line for each query, with ids as the data set writes them', async () => {
    const text = await readFile(join(dir, 'runs.jsonl'), 'utf8');
    const [first, second, third, fourth] = text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(first).toMatchObject({ id: 1, no_answer: false, citations: [1], confidence: ms });
    expect((first as { keyword: unknown[] }).keyword[0]).toBe(1);
    expect(second).toMatchObject({ id: 2, answer: expect.stringContaining('level 2') as string });
    expect(third).toMatchObject({ id: 'q3', hybrid: expect.arrayContaining([3, 'four', '5']) as unknown[] });
    expect(third).not.toHaveProperty('answer');
    expect(fourth).toMatchObject({ id: 4, no_answer: true, citations: [] });
  });
});

describe('npm run eval', () => {
  it(
    'prints a table for a person',
    async () => {
      const { exitCode, stdout } = await runEval('--dataset', DATASET);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^4 queries +nDCG@10/);
      expect(stdout).toContain('answers to 2 questions: 100.0 % contain a right text');
      expect(stdout).toContain('expected calibration error');
    },
    LIMIT_MS,
  );
  it(
    'measures two documents and a question that nothing answers',
    async () => {
      const dir = await mkdtemp(join(tmpdir(), 'ragfleet-eval-test-'));
      onTestFinished(() => rm(dir, { recursive: true, force: true }));
      const documents = [
        { id: 1, title: 'Parking', text: 'Visitors park on level 2 of the garage.' },
        { id: 2, title: 'Racks', text: 'Bicycles stand in the racks beside the gate.' },
      ];
      const queries = [{ id: 'q', text: 'Who won the chess tournament in 1987?', answerable: false }];
      for (const [name, lines] of Object.entries({ documents, queries }))
        await writeFile(join(dir, `${name}.jsonl`), lines.map((line) => JSON.stringify(line)).join('\n'));
      const { exitCode, stdout } = await runEval('--dataset', dir, '--json');
      expect(exitCode).toBe(0);
      const unscored = { ndcg_at_10: 0, recall_at_10: 0, recall_at_100: 0, mrr: 0, p50_ms: ms };
      const ways = ['bm25_library', 'keyword', 'dense', 'hybrid', 'hybrid_rerank'];
      expect(lastLine(stdout)).toMatchObject({
        ...Object.fromEntries(ways.map((way) => [way, unscored])),
        answers: { n: 0, contains: 0, unanswerable_n: 1, unanswerable_refused: 1 },
      });
    },
    LIMIT_MS,
  );
  const OWN_MODEL = {
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    DEFAULT_MODEL: 'llama3.2',
    EMBEDDING_MODEL: 'local',
  };
  it('says before anything is loaded that a model has no price', async () => {
    const { exitCode, stderr } = await runEvalWith(OWN_MODEL, '--dataset', DATASET);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('MODEL_PRICES has no price for llama3.2');
    expect(stderr).not.toContain('documents');
  });
  it(
    'ends with a model that MODEL_PRICES has a price for',
    async () => {
      const service = await startOpenAiDouble();
      onTestFinished(() => service.stop());
      const prices = JSON.stringify({ 'llama3.2': { inputUsd: 0, outputUsd: 0 } });
      const variables = { ...OWN_MODEL, OPENAI_BASE_URL: `${service.url}/v1`, MODEL_PRICES: prices };
      const { exitCode, stdout } = await runEvalWith(variables, '--dataset', DATASET, '--json');
      expect(exitCode).toBe(0);
      expect(lastLine(stdout)).toMatchObject({ answers: { n: 2 } });
    },
    LIMIT_MS,
  );
  it('leaves no file for the runs behind where nothing was evaluated', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ragfleet-eval-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const { exitCode } = await runEval('--dataset', '/no/such/folder', '--runs', join(dir, 'runs.jsonl'));
    expect(exitCode).toBe(2);
    expect(await readdir(dir)).toEqual([]);
  });
  it.each([
    ['no data set', [], 'Name a data set with --dataset.\n\nUsage: npm run eval'],
    ['a folder that is not there', ['--dataset', '/no/such/folder'], 'documents.jsonl cannot be read'],
    [
      'a file for the runs that cannot be written',
      ['--dataset', DATASET, '--runs', '/no/such/folder/runs.jsonl'],
      '/no/such/folder/runs.jsonl cannot be written (ENOENT). Name a file of a folder that is there with --runs.',
    ],
    ['a flag that it does not know', ['--data', 'x'], "Unknown option '--data'\n\nUsage: npm run eval"],
  ])('fails with the fix on %s, and with one object when JSON is asked for', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await runEval(...args, '--json');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(lastLine(stdout)).toEqual({ ok: false, error: expect.stringContaining(message) as string });
  });
});
