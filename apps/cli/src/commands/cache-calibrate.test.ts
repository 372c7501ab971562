import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '@ragfleet/kernel';
import { createLocalEmbedder } from '@ragfleet/models';
import type { Embedder } from '@ragfleet/rag-core';
import { PRICE_LIST } from '@ragfleet/pricing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChosenJudge } from '../cache/measure-judge.ts';
import type { CommandContext } from '../command-context.ts';
import { createProgram } from '../program.ts';
import { noSealer } from '../testing/no-sealer.fixture.ts';

const RESET = { a: 'How do I reset my password?', b: 'how do I reset my password', same: true };
const CLAUSES = { a: 'What does clause 4 say?', b: 'What does clause 5 say?', same: false };

let dir: string;
let path: string;
let requests: (readonly string[])[];
const printed: string[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-pairs-'));
  path = join(dir, 'pairs.jsonl');
  requests = [];
  printed.length = 0;
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const writePairs = (...lines: readonly (object | string)[]): Promise<void> =>
  writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));

const local = createLocalEmbedder();
const counting = (limits: Partial<Embedder> = {}): Embedder => ({
  ...local,
  ...limits,
  embed: (texts, purpose, signal) => {
    requests.push(texts);
    return local.embed(texts, purpose, signal);
  },
});

const calibrate = (embedder: Embedder, ...flags: readonly string[]): Promise<void> =>
  calibrateWith(embedder, null, flags);

const calibrateWith = async (
  embedder: Embedder,
  judge: ChosenJudge | null,
  flags: readonly string[],
): Promise<void> => {
  const context: CommandContext = {
    fleet: () => Promise.reject(new Error('Nobody asks for a fleet.')),
    stores: {},
    embedder: async () => embedder,
    judge: async () => judge,
    prices: async () => PRICE_LIST,
    print: (line) => void printed.push(line),
    write: () => undefined,
    say: () => undefined,
    terminal: null,
    signal: new AbortController().signal,
  };
  const program = createProgram({
    context,
    machine: { root: dir, nodeVersion: '24.1.0' },
    sealer: noSealer,
    onEnd: () => undefined,
  });
  await program.parseAsync(['cache', 'calibrate', '--pairs', path, ...flags], { from: 'user' });
};

it('prints the rates at every threshold and the one to take', async () => {
  await writePairs(RESET, '', CLAUSES);
  await calibrate(counting(), '--json');
  const report = JSON.parse(printed.at(-1) ?? '') as { thresholds: object[] };
  expect(report).toMatchObject({ pairs: 2, recommended: 0.85 });
  expect(report.thresholds).toHaveLength(31);
  expect(report.thresholds.at(0)).toEqual({ threshold: 0.85, hit_rate: 1, false_hit_rate: 0, vetoed: 0 });
});

it('draws a table for people that marks the recommended row', async () => {
  await writePairs(RESET, { ...RESET, b: 'how can I reset my password', same: false });
  await calibrate(counting());
  expect(printed[0]).toBe('2 pairs, local-hash-1024');
  expect(printed.filter((line) => line.includes('recommended'))).toHaveLength(1);
});

it('lets the user choose how many false hits are bearable', async () => {
  await writePairs(RESET, { ...RESET, same: false });
  await calibrate(counting(), '--json');
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ recommended: 1 });
  await calibrate(counting(), '--json', '--false-hits', '1');
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ recommended: 0.85 });
  await expect(calibrate(counting(), '--false-hits', '2')).rejects.toThrow('share from 0 to 1');
});

it('embeds each question once, in requests within the limits of the model', async () => {
  await writePairs(RESET, CLAUSES, RESET);
  await calibrate(counting({ maxTextsPerRequest: 3 }), '--json');
  expect(requests.map((texts) => texts.length)).toEqual([3, 1]);
});

it.each([
  ['{"a": "x", "b": "y"}', 'pairs.jsonl line 2: "same" is wrong. Each line must be {"a"'],
  ['{"a": "", "b": "y", "same": true}', 'line 2: "a" is wrong'],
  ['[1]', 'line 2: it is wrong'],
  ['{"a": ', 'line 2 is not JSON. Each line must be {"a"'],
])('names the line that is wrong, and what it must be: %j', async (line, message) => {
  await writePairs(RESET, line);
  await expect(calibrate(counting())).rejects.toThrow(message);
});

it('refuses files that are missing, empty or too large, with what to do', async () => {
  await expect(calibrate(counting())).rejects.toThrow('cannot be read. Name a file of JSON lines');
  await writePairs('');
  await expect(calibrate(counting())).rejects.toThrow('holds no pair');
  await writePairs(' '.repeat(17 * 1024 * 1024));
  await expect(calibrate(counting())).rejects.toThrow('larger than 16 MB. Split it.');
  await writePairs(...Array.from({ length: 10_001 }, () => RESET));
  await expect(calibrate(counting())).rejects.toThrow('Take at most 10000');
  expect(requests).toEqual([]);
});

const APART = 'What does the harbour pay for a glimmed widget';
const pairTo = (word: string, same: boolean) => ({
  a: `${APART}?`,
  b: `${APART.replace('glimmed', word)}?`,
  same,
});
/** Says the same of what holds "frobbed", nothing in time of "hung", and different of the rest. */
const judgeDouble = (asked: string[]): ChosenJudge => ({
  budgetMs: 5_000,
  model: {
    name: 'gpt-4o-mini',
    judgeQuestions: async ({ kept, asked: text }) => {
      asked.push(`${kept} | ${text}`);
      if (text.includes('hung')) throw new Fault('timeout', 'Late.');
      const usage = { inputTokens: 1_000, outputTokens: 1 };
      if (text.includes('doubtful')) return { verdict: 'unsure', usage };
      return { verdict: text.includes('frobbed') ? 'same' : 'different', usage };
    },
  },
});
/** Near, and not so near that a vector is believed. */
const apart: Embedder = {
  ...local,
  embed: async (texts) => ({
    vectors: texts.map((text) => {
      const angle = text.includes('glimmed') || text.includes('password') ? 0 : 0.5;
      return Float32Array.of(Math.cos(angle), Math.sin(angle));
    }),
    tokens: 0,
  }),
};

it('says how often the judge of this environment is right, of the pairs that it would be asked about', async () => {
  await writePairs(
    pairTo('frobbed', true),
    pairTo('frobbed and', false),
    pairTo('speckled', true),
    pairTo('dented', false),
    pairTo('hung', false),
    pairTo('doubtful', true),
    RESET,
    CLAUSES,
  );
  const asked: string[] = [];
  await calibrateWith(apart, judgeDouble(asked), ['--json']);
  expect(asked).toHaveLength(6);
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({
    judge: {
      model: 'gpt-4o-mini',
      asked: 6,
      different: 3,
      wrong_same: 1,
      same: 3,
      wrong_different: 1,
      unsure: 1,
      failed: 1,
      cost_usd: 5 * 0.0001506,
    },
  });
  await calibrateWith(apart, judgeDouble(asked), []);
  expect(printed.join('\n')).toContain('called 1 of 3 different pairs the same (33.3 %)');
  expect(printed.join('\n')).toContain('called 1 of 3 equal pairs different (33.3 %)');
});

it('says that nobody judges where nobody is configured, and what is wrong with a model that refuses every call', async () => {
  await writePairs(pairTo('frobbed', true));
  await calibrate(apart);
  expect(printed.at(-1)).toBe('Nobody judges near questions: CACHE_JUDGE is off.');
  const refusing: ChosenJudge = {
    budgetMs: 5_000,
    model: {
      name: 'gpt-4o-mini',
      judgeQuestions: () =>
        Promise.reject(new Fault('invalid-input', 'The key is wrong. Set OPENAI_API_KEY.')),
    },
  };
  await expect(calibrateWith(apart, refusing, [])).rejects.toThrow('The key is wrong.');
});
