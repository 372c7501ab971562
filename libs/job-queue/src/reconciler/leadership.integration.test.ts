import { queueKeys } from '@ragfleet/contracts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openReconcilerStage, silentObserver } from './reconciler-stage.fixture.ts';

const { newReconciler, redis } = await openReconcilerStage();

function onError(error: unknown): void {
  throw error;
}

/** Who asked for the lease, one after another, from now on. */
async function leaseTries(): Promise<string[]> {
  const owners: string[] = [];
  const monitor = await redis.monitor();
  onTestFinished(() => monitor.disconnect());
  monitor.on('monitor', (_time: string, [command = '', , , key, owner = '']: string[]) => {
    if (command.startsWith('eval') && key === queueKeys.reconcilerLease) owners.push(owner);
  });
  return owners;
}

describe('of several reconcilers', () => {
  it('one works, and the other when the first has gone', async () => {
    const tries = await leaseTries();
    // Its lease lasts longer than this test, however slow the machine is; the other one asks for it often.
    const leader = newReconciler([], { intervalMs: 60_000, onError });
    await leader.start();
    const owner = await vi.waitUntil(() => redis.get(queueKeys.reconcilerLease));
    let rounds = 0;
    const observer = { ...silentObserver, overdueSeconds: () => (rounds += 1) };
    await newReconciler([], { intervalMs: 50, observer, onError }).start();
    await vi.waitFor(() => expect(tries.filter((one) => one !== owner).length).toBeGreaterThan(2));
    expect(rounds).toBe(0);
    await leader.stop();
    await vi.waitFor(() => expect(rounds).toBeGreaterThan(0));
  });

  it('each says, once, that the queue Redis has lost its data', async () => {
    const tries = await leaseTries();
    let lossesTold = 0;
    const observer = { ...silentObserver, dataLost: () => (lossesTold += 1) };
    for (let count = 0; count < 2; count += 1)
      await newReconciler([], { intervalMs: 50, observer, onError }).start();
    const triesOfEach = (): number[] =>
      [...Map.groupBy(tries, (owner) => owner).values()].map((ofOwner) => ofOwner.length);
    await vi.waitUntil(() => triesOfEach().length === 2);
    expect(lossesTold).toBe(0);
    await redis.flushall();
    tries.length = 0;
    await vi.waitUntil(() => triesOfEach().length === 2 && Math.min(...triesOfEach()) > 2);
    expect(lossesTold).toBe(2);
  });
});
