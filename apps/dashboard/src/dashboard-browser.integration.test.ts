import { createIngestQueue } from '@ragfleet/job-queue';
import { createRedisBreakerStore } from '@ragfleet/resilience';
import {
  createLogger,
  readConfig,
  type Service,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { describeInChromium, openTestRedis, seriousFindings, type TestPage } from '@ragfleet/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const PASSWORD = 'correct horse battery';
const logger = createLogger({ service: 'test', level: 'silent' });
const server = await openTestRedis({ profile: 'blocking' });
let services: readonly Service[] = [];
let url: string;
let auditDir: string;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-dashboard-'));
  const queue = createIngestQueue({ redisUrl: server.url });
  await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId: 'ing_1' });
  await queue.close();
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    RAGFLEET_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    DASHBOARD_PASSWORD: PASSWORD,
    DASHBOARD_READ_ONLY: 'false',
    AUDIT_DIR: auditDir,
    PORT: '0',
  });
  const dashboard = await compose(config, logger);
  services = dashboard.services;
  await startServices(services, logger, 5_000);
  url = `http://127.0.0.1:${dashboard.port()}`;
});
afterAll(async () => {
  await stopServices(services, logger, 2_000);
  await rm(auditDir, { recursive: true });
});

async function signIn({ page }: TestPage, password = PASSWORD): Promise<void> {
  await page.goto(url);
  await page.getByLabel('User').fill('operator');
  await page.getByLabel('Password or operator API key').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describeInChromium('the dashboard', (browser) => {
  it('asks a stranger to sign in, and says when the password is wrong', async () => {
    const opened = await browser().open();
    await signIn(opened, 'wrong');
    expect(await opened.page.getByRole('alert').textContent()).toContain('not right');
    expect(new URL(opened.page.url()).pathname).toBe('/sign-in');
  });

  it('shows the lanes to an operator, and of a job its ids alone', async () => {
    const opened = await browser().open();
    await signIn(opened);
    const { page, problems } = opened;
    for (const lane of ['rag-high', 'rag-normal', 'rag-low'])
      await page.getByRole('link', { name: lane }).first().waitFor();
    await page.goto(`${url}/queue/ingest?status=waiting`);
    await page.getByText('ing_1').first().waitFor();
    expect(await page.locator('body').textContent()).toContain('acme');
    expect(problems).toEqual([]);
  });

  it('fits its own pages into a phone', async () => {
    const opened = await browser().open();
    const { page } = opened;
    await page.setViewportSize({ width: 320, height: 640 });
    const breakers = createRedisBreakerStore({ redis: server.redis });
    await breakers.takeProbe('model openai gpt-4o-mini us', {
      consecutiveFailures: 1,
      resetMs: 60_000,
      confirmMs: 0,
    });
    const overflow = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
    await page.goto(url);
    await page.getByLabel('User').waitFor();
    expect(await overflow()).toBeLessThanOrEqual(0);
    await signIn(opened);
    await page.getByRole('link', { name: 'rag-high' }).first().waitFor();
    await page.goto(`${url}/service`);
    await page.getByLabel('Reason').waitFor();
    expect(await overflow()).toBeLessThanOrEqual(0);
    // Two lines are 48 px: no word is taken apart.
    expect((await page.locator('[data-state]').boundingBox())?.height).toBeLessThan(40);
  });

  it('has no serious finding of axe on its own pages, light and dark', async () => {
    const opened = await browser().open();
    const { page } = opened;
    const found: string[] = [];
    const look = async (): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await seriousFindings(page)));
      }
    };
    await signIn(opened, 'wrong');
    await page.getByRole('alert').waitFor();
    await look();
    await signIn(opened);
    await page.getByRole('link', { name: 'rag-high' }).first().waitFor();
    await page.goto(`${url}/service`);
    await page.getByLabel('Reason').waitFor();
    await look();
    expect(found).toEqual([]);
  });

  it('pauses a queue from the board, and signs out', async () => {
    const opened = await browser().open();
    await signIn(opened);
    const { page, problems } = opened;
    await page.getByRole('link', { name: 'ingest' }).first().waitFor();
    await page.goto(`${url}/queue/ingest?status=waiting`);
    await page.getByText('ing_1').first().waitFor();
    await page.locator('button[aria-haspopup=menu]').last().click();
    await page.getByRole('menuitem', { name: /pause/i }).first().click();
    const [paused] = await Promise.all([
      page.waitForResponse((reply) => reply.url().endsWith('/ingest/pause')),
      page.getByRole('button', { name: /confirm/i }).click(),
    ]);
    expect(paused.status()).toBe(200);
    await page.goto(`${url}/sign-out`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('User').waitFor();
    await page.goto(url);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(problems).toEqual([]);
  });
});
