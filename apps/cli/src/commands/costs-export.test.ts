import type { UsageRow } from '@ragfleet/client';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../testing/command-stage.fixture.ts';
import { csvLine } from './costs-export.ts';

const row = (changes: Partial<UsageRow> = {}): UsageRow => ({
  day: '2026-03-15',
  tenant_id: 'acme',
  user_id: 'ada',
  model: 'gpt-4o',
  route: 'complex/high',
  queries: 2,
  total_usd: 0.002004,
  ...changes,
});
const PAGES = [
  { object: 'list', data: [row(), row({ user_id: 'bob' })], has_more: true, next: 'second' },
  { object: 'list', data: [row({ user_id: '=HYPERLINK("http://evil")' })], has_more: false, next: null },
];

/** A fleet that has these two pages, of which it refuses some, and what it was asked for. */
async function fleetOfPages(
  isRefused: (asked: number) => boolean = () => false,
): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = PAGES[(request.url ?? '').includes('starting_after=second') ? 1 : 0];
    if (isRefused(asked.length)) response.statusCode = 422;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, asked };
}

async function exported(
  line: string,
  isRefused?: (asked: number) => boolean,
): Promise<{ text: string; printed: string[]; asked: readonly string[]; ok: boolean | null }> {
  const { url, asked } = await fleetOfPages(isRefused);
  const printed: string[] = [];
  let text = '';
  const ok = await runCommand(line.split(' '), {
    fleet: async () => ({ url, keyFor: () => 'key', metricsUrl: null, local: null, dataDir: null }),
    print: (object) => void printed.push(object),
    write: (part) => void (text += part),
    say: () => undefined,
  });
  return { text, printed, asked, ok };
}

describe('costs export', () => {
  it('writes every page as CSV, and asks for the days that were named', async () => {
    const { text, printed, asked, ok } = await exported('costs export --from 2026-03-01 --to 2026-03-15');
    expect([ok, printed]).toEqual([true, []]);
    expect(text.split('\r\n')).toEqual([
      'day,tenant_id,user_id,model,route,queries,total_usd',
      '2026-03-15,acme,ada,gpt-4o,complex/high,2,0.002004',
      '2026-03-15,acme,bob,gpt-4o,complex/high,2,0.002004',
      `2026-03-15,acme,"'=HYPERLINK(""http://evil"")",gpt-4o,complex/high,2,0.002004`,
      '',
    ]);
    expect(asked).toEqual([
      '/v1/costs/usage?from=2026-03-01&to=2026-03-15',
      '/v1/costs/usage?from=2026-03-01&to=2026-03-15&starting_after=second',
    ]);
  });

  it('writes JSON lines to a new file, and leaves one alone that is there', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ragfleet-export-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const out = join(dir, 'usage.jsonl');
    await exported(`costs export --format jsonl --out ${out}`);
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(PAGES.flatMap(({ data }) => data));
    await expect(exported(`costs export --out ${out}`)).rejects.toThrow('not there yet');
  });

  it.each(['costs export --json', 'costs --json export'])(
    '%s says how many rows are in which file, and needs one',
    async (command) => {
      const dir = await mkdtemp(join(tmpdir(), 'ragfleet-export-'));
      onTestFinished(() => rm(dir, { recursive: true }));
      const out = join(dir, 'usage.csv');
      const { printed, text } = await exported(`${command} --out ${out}`);
      expect(printed.map((line): unknown => JSON.parse(line))).toEqual([{ rows: 3, file: out }]);
      expect(text).toBe('');
      await expect(exported(command)).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining('--out') as string,
      });
    },
  );

  it('leaves no half of a file behind when a page cannot be read', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ragfleet-export-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const command = `costs export --out ${join(dir, 'usage.csv')}`;
    await expect(exported(command, (asked) => asked > 1)).rejects.toMatchObject({ status: 422 });
    expect(await readdir(dir)).toEqual([]);
    await exported(command);
    expect(await readdir(dir)).toEqual(['usage.csv']);
  });

  it('refuses another format', async () => {
    await expect(exported('costs export --format xlsx')).rejects.toThrow('csv, jsonl');
  });
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('keeps a spreadsheet from running %j', (user_id) => {
  expect(csvLine(row({ user_id })).split(',')[2]?.replace(/^"/, '')[0]).toBe("'");
});
