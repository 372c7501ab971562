import { expect, test } from 'vitest';
import type { History } from '../history/contract.ts';
import { EMPTY_HISTORY } from '../history/empty-history.fixture.ts';
import { reportOf, type SeenRun } from './report-of.ts';

const TENANT = 'tenant-1';
const IDS = ['q_1', 'q_2'];

const history: History = {
  ...EMPTY_HISTORY,
  operations: IDS.map((queryId) => ({
    tenantId: TENANT,
    idempotencyKey: `key of ${queryId}`,
    bodyDigest: queryId,
    hasCallback: false,
    deadlineAtMs: 60_000,
    invokedAtMs: 0,
    endedAtMs: 10,
    outcome: { type: 'ok', queryId, isReplay: false },
  })),
  reads: IDS.map((queryId) => ({
    tenantId: TENANT,
    queryId,
    status: 'succeeded',
    resultDigest: queryId,
    readAtMs: 1_000,
  })),
  listedQueryIds: { [TENANT]: IDS },
};

const good: SeenRun = {
  minutes: 5,
  mostWorkers: 3,
  isOneAtEnd: true,
  history,
  runs: { begunAgain: 0, jobsKept: 2, stalls: 0, burntAttempts: 0 },
  workers: [1, 3, 1].map((workers, at) => ({ seconds: at * 10, workers })),
  lines: ['scale: 1 -> 3 query-workers (queued 20, active 10)', 'something else'],
  logs: { findings: [], workersToldToStop: 3, workersStoppedInOrder: 3 },
  exitCode: 0,
  leftRunning: 0,
};

test('a run in which everything held', () => {
  expect(reportOf(good)).toMatchObject({
    passed: true,
    failures: [],
    accepted: 2,
    succeeded: 2,
    lost: 0,
    most_workers: 3,
    scalings: ['scale: 1 -> 3 query-workers (queued 20, active 10)'],
  });
});

const [first, second] = history.reads;
const failed = second === undefined ? [] : [{ ...second, status: 'failed' }];

test.each<[string, Partial<SeenRun>, RegExp]>([
  ['a lost query', { history: { ...history, reads: history.reads.slice(1) } }, /^L0 q_1/],
  [
    'a failed query',
    { history: { ...history, reads: first === undefined ? [] : [first, ...failed] } },
    /1 of 2/,
  ],
  [
    'no load at all',
    { history: { ...history, operations: [], reads: [], listedQueryIds: {} } },
    /no question/,
  ],
  ['too few workers', { workers: [{ seconds: 0, workers: 1 }] }, /1 workers at most, and not 3/],
  ['more than one worker at its end', { isOneAtEnd: false }, /begin and end with one/],
  ['two workers at its begin', { workers: good.workers.slice(1) }, /begin and end with one/],
  ['jobs that nobody can ask any more', { runs: { ...good.runs, jobsKept: 1 } }, /only 1 jobs/],
  ['a stall', { runs: { ...good.runs, stalls: 1 } }, /1 stalls/],
  ['a burnt attempt', { runs: { ...good.runs, burntAttempts: 2 } }, /2 attempts/],
  ['a crash', { lines: ['query-worker-2 ended (1); starting it again in 250 ms'] }, /1 processes ended/],
  ['a kill', { logs: { ...good.logs, workersStoppedInOrder: 2 } }, /2 of 3 workers stopped in order/],
  [
    'no worker that was told to stop',
    { logs: { ...good.logs, workersToldToStop: 0, workersStoppedInOrder: 0 } },
    /0 of 0 workers stopped/,
  ],
  ['a fleet that ends badly', { exitCode: 1 }, /ended with 1/],
  ['a process that is left', { leftRunning: 1 }, /outlived/],
])('fails for %s', (_name, seen, failure) => {
  const { passed, failures } = reportOf({ ...good, ...seen });
  expect(passed).toBe(false);
  expect(
    failures.some((one) => failure.test(one)),
    failures.join('; '),
  ).toBe(true);
});
