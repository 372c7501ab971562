import type { LevelSettings } from '@ragfleet/rag-core';
import { Fault } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChannelListener } from '../notices/channel-subscriber.ts';
import { createDegradationWatch } from './watch-degradation.ts';

const NONE: LevelSettings = { fleet: null, ruled: null, tenant: null };
const MINIMAL: LevelSettings = {
  ...NONE,
  tenant: { level: 'minimal', reason: 'x', by: 'admin', sinceMs: 0 },
};
const FLEET_REDUCED: LevelSettings = {
  ...NONE,
  fleet: { level: 'reduced', reason: 'x', by: 'operator', sinceMs: 0 },
};

let nowMs: number;
let stored: LevelSettings | Fault;
let reads: (string | null)[];
let notify: ChannelListener;
let fleetLevels: string[];
let errors: unknown[];

function newWatch() {
  const watch = createDegradationWatch({
    levels: {
      read: async (tenantId) => {
        reads.push(tenantId);
        if (stored instanceof Fault) throw stored;
        return stored;
      },
    },
    redisUrl: '',
    onFleetLevel: (level) => void fleetLevels.push(level),
    onError: (error) => void errors.push(error),
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    subscriber: {
      listen: (_channel, listener) => {
        notify = listener;
        return () => undefined;
      },
      close: async () => undefined,
    },
  });
  void watch.start();
  return watch;
}
let watch: ReturnType<typeof newWatch>;

beforeEach(() => {
  [nowMs, stored, reads, fleetLevels, errors] = [0, NONE, [], [], []];
  watch = newWatch();
});
const level = async (tenantId = 'acme'): Promise<string> => (await watch.inForce(tenantId)).level;

describe('the level that a process knows', () => {
  it('is read once a second for each tenant, however many ask', async () => {
    await Promise.all([level(), level(), level('globex')]);
    nowMs = 999;
    await level();
    expect(reads).toEqual(['acme', 'globex']);
  });

  it('is no older than a second when no notice comes', async () => {
    await level();
    stored = MINIMAL;
    nowMs = 1_000;
    expect(await level()).toBe('minimal');
  });

  it.each([
    ['the tenant', 'acme'],
    ['the fleet', '*'],
    ['whatever was missed', null],
  ])('is read anew at once when there is news of %s', async (_name, message) => {
    await level();
    stored = MINIMAL;
    notify(message);
    expect(await level()).toBe('minimal');
  });

  it('is not read anew for news of another tenant', async () => {
    await level();
    notify('globex');
    await level();
    expect(reads).toEqual(['acme']);
  });

  it('is what it was while Redis is away, and is asked for again a second later', async () => {
    stored = MINIMAL;
    await level();
    stored = new Fault('unavailable', 'Redis is away.');
    nowMs = 1_000;
    expect(await level()).toBe('minimal');
    expect(await level()).toBe('minimal');
    expect(errors).toEqual([stored]);
    stored = NONE;
    nowMs = 2_000;
    expect(await level()).toBe('full');
  });

  it("is the fleet's last for a tenant that was never asked for, and full service before anything was read", async () => {
    const away = new Fault('unavailable', 'Redis is away.');
    stored = away;
    expect(await level()).toBe('full');
    stored = FLEET_REDUCED;
    await level('globex');
    stored = away;
    expect(await level('initech')).toBe('reduced');
  });

  it("tells the fleet's level, without any tenant's, also while nobody asks", async () => {
    stored = { ...MINIMAL, ...FLEET_REDUCED, tenant: MINIMAL.tenant };
    await level();
    expect(fleetLevels).toEqual(['reduced']);
    stored = NONE;
    notify('*');
    await expect.poll(() => fleetLevels).toEqual(['reduced', 'full']);
  });
});
