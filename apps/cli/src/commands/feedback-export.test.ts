import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CURSOR_IS_GONE, openCommandStage } from '../testing/command-stage.fixture.ts';

const stage = openCommandStage();

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-feedback-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'set');
}
const rated = (question: string, rating: 'up' | 'down' = 'up') => ({
  object: 'feedback',
  query_id: 'q_1',
  rating,
  comment: 'A comment.',
  question,
  is_answered: true,
  citations: [{ document_id: 'leave', chunk_id: 'leave-1', title: 'Leave', quote: '25 days' }],
});
const page = (...data: readonly object[]) => ({ object: 'list', data, has_more: false, next: null });
const exportTo = (out: string) => stage.run(['feedback', 'export', '--out', out]);

it('keeps what was cited where a search is refused, and what was rated down apart', async () => {
  const out = await folder();
  stage.replyTo = (line) => {
    if (line === 'GET /v1/feedback') return page(rated('How much leave?'), rated('Who?', 'down'));
    return line === 'POST /v1/search' ? page() : undefined;
  };
  expect(await exportTo(out)).toBe(true);
  expect(JSON.parse(await readFile(join(out, 'documents.jsonl'), 'utf8'))).toEqual({
    id: 'leave',
    title: 'Leave',
    text: '25 days',
  });
  expect(JSON.parse(await readFile(join(out, 'unlabelled.jsonl'), 'utf8'))).toMatchObject({ text: 'Who?' });
  await expect(exportTo(out)).rejects.toThrow('not there yet');
});

it('is refused, with nothing written, while nobody has rated an answer up', async () => {
  const out = await folder();
  stage.replyTo = () => page(rated('Who?', 'down'));
  await expect(exportTo(out)).rejects.toThrow('Rate some answers first');
  await expect(readdir(out)).rejects.toThrow('ENOENT');
});

it.each([
  ['ends where the list has moved on', () => CURSOR_IS_GONE, 1, 'newest 2'],
  ['ends where the fleet lists no more', () => ({ ...page(), truncated: true }), 1, 'newest 10000 queries'],
  [
    'ends at 5,000',
    () => ({ ...page(...Array.from({ length: 5_000 }, () => rated('Who?', 'down'))), next: 'q_2' }),
    4_999,
    'newest 5000',
  ],
])('%s, and says what it leaves out, also by its end', async (_what, second, unlabelled, where) => {
  const out = await folder();
  stage.replyTo = (line) => {
    if (line === 'GET /v1/feedback')
      return { ...page(rated('How much leave?'), rated('Who?', 'down')), next: 'q_1' };
    if (line === 'GET /v1/feedback?starting_after=q_1') return second();
    return line === 'POST /v1/search' ? page() : undefined;
  };
  expect(await stage.run(['feedback', 'export', '--out', out, '--json'])).toBe(false);
  expect(JSON.parse(stage.printed.at(-1) ?? '')).toMatchObject({ unlabelled, truncated: true });
  expect(stage.said.join('')).toMatch(new RegExp(`${where}.* left out`));
});

it('leaves nothing out that the fleet still lists', async () => {
  const out = await folder();
  stage.replyTo = (line) => page(...(line === 'GET /v1/feedback' ? [rated('How much leave?')] : []));
  expect(await stage.run(['feedback', 'export', '--out', out, '--json'])).toBe(true);
  expect(JSON.parse(stage.printed.at(-1) ?? '')).toMatchObject({ queries: 1, truncated: false });
});
