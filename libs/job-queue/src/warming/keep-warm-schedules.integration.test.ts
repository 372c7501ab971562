import { describe, expect, it, vi } from 'vitest';
import type { WarmHandler, WarmRun, WarmSchedule } from './contract.ts';
import { openWarmStage, report } from './warm-stage.fixture.ts';

const { bull, queue, work } = await openWarmStage();

const nightly = (tenantId: string, timeZone = 'UTC', cron = '0 3 * * *'): WarmSchedule => ({
  tenantId,
  timeZone,
  cron,
});
const schedules = async () =>
  (await bull.getJobSchedulers()).map(({ key, pattern, tz }) => ({ key, pattern, tz }));
const hourIn = (timeZone: string, atMs: number): string =>
  new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(atMs);

describe('the schedules', () => {
  it('are one for each tenant, whatever the number of workers that set them', async () => {
    const wanted = [nightly('acme'), nightly('globex', 'Asia/Tokyo')];
    await Promise.all(Array.from({ length: 4 }, () => queue().keepSchedules(wanted)));
    await queue().keepSchedules(wanted);
    expect(await schedules()).toHaveLength(2);
    expect(await schedules()).toEqual(
      expect.arrayContaining([
        { key: 'acme', pattern: '0 3 * * *', tz: 'UTC' },
        { key: 'globex', pattern: '0 3 * * *', tz: 'Asia/Tokyo' },
      ]),
    );
    expect(await bull.getDelayedCount()).toBe(2);
  });

  it.each(['Asia/Tokyo', 'America/New_York', 'Europe/Berlin'])(
    'fire at three at night in %s',
    async (zone) => {
      await queue().keepSchedules([nightly('acme', zone)]);
      const next = await queue().nextRunAtMs('acme');
      expect(hourIn(zone, next ?? 0)).toBe('03');
    },
  );

  it('follow the tenants: new ones come, moved ones move, gone ones end', async () => {
    await queue().keepSchedules([nightly('acme'), nightly('globex')]);
    await queue().keepSchedules([nightly('acme', 'Europe/Berlin'), nightly('initech')]);
    expect((await schedules()).map(({ key, tz }) => `${key} ${tz}`).toSorted()).toEqual([
      'acme Europe/Berlin',
      'initech UTC',
    ]);
    await queue().keepSchedules([]);
    expect(await schedules()).toEqual([]);
    expect(await bull.getDelayedCount()).toBe(0);
    expect(await queue().nextRunAtMs('acme')).toBeNull();
  });

  it('run once for the whole fleet, under an id of their night, and go on', async () => {
    const runs: WarmRun[] = [];
    const producers = [queue(), queue()];
    const everySecond = nightly('acme', 'UTC', '* * * * * *');
    await Promise.all(producers.map((producer) => producer.keepSchedules([everySecond])));
    const handler: WarmHandler = async (run) => {
      runs.push(run);
      return report;
    };
    await work(handler);
    await work(handler);
    await vi.waitFor(() => expect(runs.length).toBeGreaterThanOrEqual(2));
    await queue().keepSchedules([]);
    expect(new Set(runs.map(({ warmId }) => warmId)).size).toBe(runs.length);
    expect(runs[0]).toMatchObject({ tenantId: 'acme', trigger: 'schedule', groups: null, topN: null });
    const { records } = await queue().list('acme', 10);
    expect(records.at(-1)).toMatchObject({ warmId: runs[0]?.warmId, trigger: 'schedule' });
  });
});
