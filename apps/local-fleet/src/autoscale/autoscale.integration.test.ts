import type { RagfleetClient } from '@ragfleet/client';
import { isPortFree } from '@ragfleet/redis-server';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LocalDescription } from '../data-dir/local-description.ts';
import {
  createFleetHarness,
  type FleetHarness,
  type FleetProcess,
  isAlive,
} from '../testing/fleet-process.fixture.ts';
import { type HeldModel, startHeldModel } from '../testing/held-model.fixture.ts';
import { startHeldFleet } from '../testing/start-held-fleet.fixture.ts';

/** Two and a half workers' worth in the normal lane, of which each worker runs seven at a time. */
const QUESTIONS = 25;
const RUNNING_PER_WORKER = 7;
const FLAGS = ['--autoscale', '--max-workers', '3', '--scale-speed', '60'];
/** Guards against what hangs: a busy machine may take ten times as long as another. */
const LIMIT_MS = 600_000;

let fleets: FleetHarness;
let model: HeldModel;

beforeEach(async () => {
  fleets = await createFleetHarness();
  // It hums, or a worker that waits for others to start would give it up and answer without it.
  model = await startHeldModel({ humEveryMs: 500 });
});
afterEach(async () => {
  await fleets.end();
  await model.stop();
});

const waitFor = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 180_000, interval: 50 });

const ask = (client: RagfleetClient) =>
  Promise.all(
    Array.from({ length: QUESTIONS }, (_, number) =>
      client.queries.create({
        question: `How many days does a repair under warranty take, case ${number}?`,
        cache: { mode: 'bypass' },
      }),
    ),
  );

const workersOf = ({ pids }: LocalDescription): Record<string, number> =>
  Object.fromEntries(Object.entries(pids).filter(([name]) => name.startsWith('query-worker-')));

async function untilWorkers(...names: readonly string[]): Promise<LocalDescription> {
  return waitFor(async () => {
    const local = await fleets.describe('fleet');
    expect(Object.keys(workersOf(local)).toSorted()).toEqual(names);
    return local;
  });
}

/** What the fleet said of its scaling, without its reasons. */
const changes = ({ output }: FleetProcess): string[] =>
  [...output.stdout.matchAll(/^scale: (\d -> \d)/gm)].map(([, change = '']) => change);

test('grows from one worker to three while questions wait, answers them all, shrinks to one, and stops in the middle of growing', {
  timeout: LIMIT_MS,
}, async () => {
  const { local, client, fleet } = await startHeldFleet(fleets, model, FLAGS);
  expect(local.autoscale).toEqual({ min_workers: 1, max_workers: 3, speed: 60 });
  expect(Object.keys(workersOf(local))).toEqual(['query-worker-1']);
  expect(fleet.output.stdout).toContain('Autoscale  on: 1 to 3 query-workers, by keda/');

  const asked = await ask(client);
  const grown = await untilWorkers('query-worker-1', 'query-worker-2', 'query-worker-3');
  expect(Object.keys(grown.operations_urls)).toEqual(expect.arrayContaining(Object.keys(workersOf(grown))));
  await waitFor(() => expect(model.held()).toBe(3 * RUNNING_PER_WORKER));
  model.release();
  const ended = await Promise.all(asked.map(({ id }) => client.queries.wait(id)));
  expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'succeeded'));

  const shrunk = await untilWorkers('query-worker-1');
  expect(workersOf(shrunk)).toEqual(workersOf(local));
  expect(Object.keys(shrunk.operations_urls)).not.toContain('query-worker-2');
  expect(Object.values(workersOf(grown)).filter(isAlive)).toEqual(Object.values(workersOf(local)));
  for (const name of ['query-worker-2', 'query-worker-3'])
    expect(await readFile(join(fleets.folder('fleet'), 'logs', `${name}.log`), 'utf8')).toMatch(
      /"clean":true,"msg":"stopped"/,
    );
  expect(changes(fleet).at(-1)).toBe('2 -> 1');
  expect(fleet.output.stdout).toMatch(
    /^scale: 1 -> [23] query-workers \(queued \d+, active \d+; they ask for/m,
  );

  model.hold();
  const growths = changes(fleet).length;
  await ask(client);
  await waitFor(() => expect(changes(fleet).length).toBeGreaterThan(growths));
  fleet.child.kill('SIGINT');
  model.release();
  await fleet.ended;
  const urls = Object.values({ ...local.operations_urls, ...grown.operations_urls });
  for (const url of urls) expect(await isPortFree(Number(new URL(url).port)), url).toBe(true);
  expect(Object.values({ ...shrunk.pids, ...grown.pids }).filter(isAlive)).toEqual([]);
  await expect(fleets.describe('fleet')).rejects.toThrow('ENOENT');
  expect(fleet.output.stdout).not.toContain('starting it again');
  const logs = await readdir(join(fleets.folder('fleet'), 'logs'));
  expect(logs.filter((name) => name.startsWith('query-worker-'))).toHaveLength(3);
});
