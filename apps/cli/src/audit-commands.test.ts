import { auditEventType } from '@ragfleet/contracts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCommandStage } from './testing/command-stage.fixture.ts';

const event = (id: string) => ({
  event_id: `evt_${id}`,
  event_type: 'operator_action',
  timestamp: '2026-11-01T00:00:00.000Z',
  user_id: 'root',
  metadata: { action: 'budget.set', target: ['acme', 'x'] },
});
const page = (ids: readonly string[], hasMore = false, covers = 'machine') => ({
  object: 'list',
  data: ids.map(event),
  has_more: hasMore,
  covers,
});

const stage = openCommandStage();
const { asked, printed, said } = stage;
let dir: string;
let replies: unknown[];
beforeEach(async () => {
  replies = [];
  stage.replyTo = () => replies.shift() ?? {};
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-cli-'));
});
afterEach(() => rm(dir, { recursive: true }));
const run = (...words: readonly string[]) => stage.run(['audit', ...words]);
const lines = () => asked.map(({ line }) => line);

it('list asks for several kinds of one person, and says that other machines keep their own', async () => {
  replies.push(page(['1']));
  expect(await run('list', '--user', 'root', '--type', 'error', 'operator_action', '--limit', '5')).toBe(
    true,
  );
  expect(lines()).toEqual(['GET /v1/audit?limit=5&type=error&type=operator_action&user_id=root']);
  expect(printed).toEqual([
    '2026-11-01T00:00:00.000Z  operator_action  root  action=budget.set target=acme,x',
  ]);
  expect(said.join('')).toContain('one machine');
  await expect(run('list', '--limit', '501')).rejects.toThrow('from 1 to 500');
});

it.each([
  [true, null, 'Every chain holds; 3 events are yours.'],
  [false, 'evt_9', 'A chain is broken at evt_9.'],
])('verify ends with %s', async (valid, brokenAt, words) => {
  const verification = { valid, events: 3, broken_at: brokenAt, torn_at: [], covers: 'fleet' };
  replies.push(verification, verification);
  expect(await run('verify')).toBe(valid);
  expect(printed).toEqual([words]);
  expect(await run('verify', '--json')).toBe(valid);
  expect(JSON.parse(printed[1] ?? '')).toEqual(verification);
});

it('export writes every page to a new file, and never over one', async () => {
  replies.push(page(['3', '2'], true), page(['1']));
  const out = join(dir, 'audit.jsonl');
  expect(await run('export', '--out', out, '--from', '2026-11-01T00:00:00Z', '--json')).toBe(true);
  expect(lines()[1]).toContain('starting_after=evt_2');
  const ids = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(ids).toEqual(['3', '2', '1'].map(event));
  expect(JSON.parse(printed[0] ?? '')).toEqual({ events: 3, file: out, covers: 'machine' });
  await expect(run('export', '--out', out)).rejects.toThrow('not there yet');
});

it.each([
  ['machine', 'fleet', 'machine'],
  ['fleet', 'machine', 'machine'],
  ['fleet', 'fleet', 'fleet'],
])(
  'export of a page that covers the %s and one that covers the %s is of the %s',
  async (one, other, both) => {
    const pages = [page(['2'], true, one), page(['1'], false, other)];
    replies.push(...pages, ...pages);
    expect(await run('export', '--out', join(dir, 'a.jsonl'), '--json')).toBe(true);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ covers: both });
    said.length = 0;
    expect(await run('export', '--out', join(dir, 'b.jsonl'))).toBe(true);
    expect(said.join('').includes('lines are missing')).toBe(both === 'machine');
  },
);

it('--type takes every kind of the contract, and no other', async () => {
  replies.push(page([]));
  expect(await run('list', '--type', ...auditEventType.options)).toBe(true);
  const query = new URLSearchParams(lines()[0]?.split('?')[1]);
  expect(query.getAll('type')).toEqual(auditEventType.options);
  await expect(run('list', '--type', 'rumour')).rejects.toThrow('Allowed choices');
});
