import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProcessLogs } from './read-process-logs.ts';

const TOLD = '{"level":"info","reason":"SIGTERM","msg":"stopping"}';
const stopped = (clean: boolean): string => `{"level":"info","clean":${clean},"msg":"stopped"}`;

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-process-logs-'));
  const logs = {
    'query-worker-1.log': [TOLD, stopped(true)],
    'query-worker-1.log.1': [TOLD, stopped(false)],
    'query-worker-2.log': [TOLD],
    'ingress-api.log': [TOLD, stopped(true), '{"level":"fatal","msg":"uncaught error"}'],
  };
  for (const [name, lines] of Object.entries(logs)) await writeFile(join(dir, name), lines.join('\n'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

test('counts workers that were told to stop, and of them those that did so in order', async () => {
  const { workersToldToStop, workersStoppedInOrder } = await readProcessLogs(dir);
  expect([workersToldToStop, workersStoppedInOrder]).toEqual([3, 1]);
});

test('finds what a healthy process does not say, in the log of any of them', async () => {
  const { findings } = await readProcessLogs(dir);
  expect(findings.map(({ name, kind }) => [name, kind])).toEqual([['ingress-api.log', 'uncaught-error']]);
});
