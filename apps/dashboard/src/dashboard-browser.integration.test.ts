import { createIngestQueue } from '@ragfleet/job-queue';
import {
  createLogger,
  readConfig,
  type Service,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { describeInChromium, openTestRedis, type TestPage } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const PASSWORD = 'correct horse battery';
const logger = createLogger({ service: 'test', level: 'silent' });
const server = await openTestRedis({ profile: 'blocking' });
let services: readonly Service[] = [];
let url: string;

beforeAll(async () => {
  const queue = createIngestQueue({ redisUrl: server.url });
  await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId: 'ing_1' });
  await queue.close();
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    RAGFLEET_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    DASHBOARD_PASSWORD: PASSWORD,
    PORT: '0',
  });
  const dashboard = await compose(config, logger);
  services = dashboard.services;
  await startServices(services, logger, 5_000);
  url = `http://127.0.0.1:${dashboard.port()}`;
});
afterAll(() => stopServices(services, logger, 2_000));

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
});
