import { findFreePort, isPortFree } from '@ragfleet/redis-server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFleetHarness, type FleetHarness, isAlive } from './testing/fleet-process.fixture.ts';

/** Guards against what hangs: a busy machine may take ten times as long as another. */
const TOUR_MS = 300_000;
let fleets: FleetHarness;

beforeEach(async () => {
  fleets = await createFleetHarness();
});
afterEach(() => fleets.end());

const demo = (name: string, ...flags: readonly string[]) =>
  fleets.start(['demo', '--exit', '--json', '--workers', '1', '--data-dir', fleets.folder(name), ...flags])
    .ended;

test('the whole tour holds, for two fleets side by side, and again over the data of the first', {
  timeout: TOUR_MS * 2,
}, async () => {
  const both = await Promise.all([demo('one'), demo('two')]);
  for (const { code, report, stderr } of both) {
    expect(report, stderr).toMatchObject({ ok: true });
    expect(code).toBe(0);
    expect(report.steps.every((step) => step.ok)).toBe(true);
    expect(report.memory_mb).toBeGreaterThan(100);
    expect(report.memory_mb).toBeLessThan(2_048);
  }
  const again = await demo('one');
  expect(again.report, again.stderr).toMatchObject({ ok: true });
  expect(again.stderr).toContain('0 embedded, 33 unchanged');
  await expect(fleets.describe('one')).rejects.toThrow('ENOENT');
});

/** A second fleet in the same folder says what to do, and leaves the first alone. */
async function expectFolderTaken(name: string): Promise<void> {
  const second = await demo(name);
  expect(second.code).toBe(1);
  expect(second.report).toMatchObject({
    ok: false,
    error: expect.stringMatching(/A fleet already runs.*--data-dir/) as string,
  });
  expect(second.stderr).toMatch(/A fleet already runs.*--data-dir/);
}

test('a folder belongs to one fleet; its stop leaves no process and no port, and its kill neither', {
  timeout: TOUR_MS,
}, async () => {
  // Not the published port: another fleet may take that one as soon as it is free.
  const port = String(await findFreePort());
  const flags = ['start', '--workers', '1', '--data-dir', fleets.folder('one'), '--port', port];
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const fleet = fleets.start(flags);
    await vi.waitFor(() => expect(fleet.output.stdout).toContain('Ctrl-C'), {
      timeout: 150_000,
      interval: 100,
    });
    const { pids } = await fleets.describe('one');
    expect(Object.keys(pids)).toContain('query-worker-1');
    expect(Object.values(pids).every(isAlive)).toBe(true);
    if (signal === 'SIGTERM') await expectFolderTaken('one');
    fleet.child.kill(signal);
    await fleet.ended;
    await vi.waitFor(() => expect(Object.values(pids).filter(isAlive)).toEqual([]), {
      timeout: 60_000,
      interval: 100,
    });
    expect(await isPortFree(Number(port))).toBe(true);
  }
});

test('a folder of documents that is not there ends the demo before anything is started, with the fix', async () => {
  const { code, report, stderr } = await demo('one', '--documents', '/no/such/folder');
  const error = 'There is no folder /no/such/folder. Name one with --documents DIR that holds your files.';
  expect({ code, report }).toEqual({
    code: 2,
    report: {
      ok: false,
      error,
      steps: [],
      seconds: expect.any(Number) as number,
      memory_mb: 0,
      autoscale: null,
    },
  });
  expect(stderr).toBe(`${error}\n`);
});

test('a flag that it does not know ends with the usage, and a line of JSON', async () => {
  const { code, report, stderr } = await demo('one', '--wat');
  const error = expect.stringMatching(/^Unknown option '--wat'\n\nUsage: npm run demo/) as string;
  expect([code, report, stderr]).toEqual([2, { ok: false, error }, error]);
});
