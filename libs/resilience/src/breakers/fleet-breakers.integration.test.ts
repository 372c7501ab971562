import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { away } from '../settled.fixture.ts';
import { ageProbes } from './age-probes.fixture.ts';
import { CONFIRM_MS } from './breaker-store.ts';
import type { Breaker } from './create-breaker.ts';
import { type FleetProcess, joinFleet, NAME } from './fleet-process.fixture.ts';
import { createRedisBreakerStore } from './redis-breaker-store.ts';

const server = await openTestRedis();
const store = createRedisBreakerStore(server);
let joined: FleetProcess[];

beforeEach(async () => {
  joined = [];
  await server.redis.flushall();
});
afterEach(() => Promise.all(joined.map((process) => process.stop())));

const join = async (options?: Parameters<typeof joinFleet>[1]): Promise<FleetProcess> => {
  const process = await joinFleet(server.url, options);
  joined.push(process);
  return process;
};
const fail = (breaker: Breaker): Promise<unknown> =>
  breaker.run(() => Promise.reject(away)).catch(() => undefined);
const succeed = (breaker: Breaker): Promise<string> =>
  breaker.run(() => Promise.resolve('called')).catch(() => 'kept away');
const open = async (breaker: Breaker): Promise<void> => {
  for (let count = 0; count < 3; count += 1) await fail(breaker);
};
const stateOf = ({ breaker }: FleetProcess): string => breaker.snapshot().state;

describe('breakers of two processes on one Redis', () => {
  it.each([
    ['by its news', true],
    ['without a word, by looking', false],
  ])('are open for one within a second when the other opened it, %s', async (_name, hearsNews) => {
    const [one, two] = [await join(), await join({ hearsNews })];
    await open(one.breaker);
    await expect.poll(() => stateOf(two), { timeout: 2_000 }).not.toBe('closed');
  });

  it('close for both, after three probes that succeed', async () => {
    const [one, two] = [await join(), await join()];
    await open(one.breaker);
    await expect.poll(() => stateOf(two)).toBe('half-open');
    await expect.poll(() => succeed(one.breaker).then(() => stateOf(one))).toBe('closed');
    await expect.poll(() => stateOf(two)).toBe('closed');
    expect(await succeed(two.breaker)).toBe('called');
  });

  it('stay closed while the calls of one succeed between the failures of the others', async () => {
    const options = { consecutiveFailures: 5 };
    const [good, ...bad] = [await join(options), await join(options), await join(options)];
    for (let round = 0; round < 2; round += 1) {
      for (const { breaker } of [...bad, ...bad]) await fail(breaker);
      await expect.poll(() => good.breaker.snapshot().failures).toBeGreaterThan(0);
      await succeed(good.breaker);
      await expect.poll(async () => (await store.list())[0]?.failures).toBe(0);
    }
    expect(stateOf(good)).toBe('closed');
  });

  it('cost a provider that is away as many calls of twenty processes as of one', async () => {
    const fleet = await Promise.all(Array.from({ length: 20 }, () => join({ consecutiveFailures: 5 })));
    let calls = 0;
    const call = (breaker: Breaker): Promise<unknown> =>
      breaker
        .run(() => {
          calls += 1;
          return Promise.reject(away);
        })
        .catch(() => undefined);
    const begunAtMs = performance.now();
    const tell = async (breaker: Breaker): Promise<void> => {
      await call(breaker);
      await vi.waitUntil(async () => (await store.list())[0]?.failures === calls);
    };
    for (const { breaker } of fleet.slice(0, 4)) await tell(breaker);
    await vi.waitUntil(() => performance.now() - begunAtMs > 2 * CONFIRM_MS);
    await Promise.all(fleet.slice(4, 5).map(({ breaker }) => tell(breaker)));
    await expect.poll(() => fleet.every((process) => process.states.includes('open'))).toBe(true);
    expect(calls).toBe(5);
  });
});

describe('breakers of a process that dies', () => {
  let child: ChildProcess;
  afterEach(() => void child.kill('SIGKILL'));

  it('are probed by the others when its leases are over', async () => {
    const one = await join();
    await open(one.breaker);
    const main = fileURLToPath(new URL('./probing.process.fixture.ts', import.meta.url));
    child = spawn(process.execPath, [main, server.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await expect.poll(() => said.match(/probing/g)?.length, { timeout: 20_000 }).toBe(3);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await succeed(one.breaker)).toBe('kept away');
    await ageProbes(server.redis, NAME);
    await expect.poll(() => succeed(one.breaker).then(() => stateOf(one))).toBe('closed');
  });
});

describe('breakers of a fleet whose Redis is away', () => {
  it('go by what each process sees, say so once, and are the fleet’s again afterwards', async () => {
    const [one, two] = [await join(), await join()];
    await server.kill();
    await expect.poll(() => one.logs, { timeout: 5_000 }).toHaveLength(1);
    await expect.poll(() => two.logs, { timeout: 5_000 }).toHaveLength(1);
    await open(one.breaker);
    expect([await succeed(one.breaker), await succeed(two.breaker)]).toEqual(['kept away', 'called']);
    await open(two.breaker);
    expect([one.logs, two.logs].map((logs) => logs.length)).toEqual([1, 1]);
    await server.restart();
    await expect.poll(() => [one.logs.length, two.logs.length], { timeout: 10_000 }).toEqual([2, 2]);
    await expect.poll(() => succeed(one.breaker)).toBe('called');
    expect(await server.redis.exists(queueKeys.breaker(NAME))).toBe(0);
    await open(two.breaker);
    await expect.poll(() => one.states.at(-1), { timeout: 2_000 }).not.toBe('closed');
  });
});
