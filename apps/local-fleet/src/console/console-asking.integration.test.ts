import { describeInChromium } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFleetHarness, type FleetHarness } from '../testing/fleet-process.fixture.ts';
import { ask, type ConsoleStage, startConsoleStage, view } from './console-stage.fixture.ts';

const MAX_PAGE_BYTES = 150 * 1024;
const QUESTION = 'How many days does a repair under warranty take?';
let fleets: FleetHarness;
let stage: ConsoleStage;

beforeAll(async () => {
  fleets = await createFleetHarness();
  stage = await startConsoleStage(fleets);
}, 300_000);
afterAll(() => fleets.end(), 60_000);

describeInChromium('asking from the console', (browser) => {
  it('says what is wrong with a key, and keeps nothing of it', async () => {
    const { page, problems } = await browser().open();
    await page.goto(stage.local.ingress_url);
    await page.getByLabel('API key').fill('rag_local_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(/key/i);
    expect(await page.evaluate<number>('sessionStorage.length')).toBe(0);
    await page.getByLabel('API key').fill('ключ');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This is not an API key').waitFor();
    // The browser itself reports the refusal; nothing else went wrong.
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([]);
  });

  it('shows the answer as it comes, with its sources, and takes a rating', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'user');
    const streamed = page.waitForRequest((request) => request.url().endsWith('/events'));
    await ask(page, QUESTION);
    await streamed;
    await page.getByText('Was this right?').waitFor();
    expect(await page.getByTestId('answer').textContent()).toContain('nine days');
    await page.getByRole('button', { name: 'Source 1: Repairs' }).click();
    expect(await page.locator('blockquote').textContent()).toContain(
      'A repair under warranty takes nine days.',
    );
    for (const fact of ['Confidence', 'local-extractive', 'Fresh answer'])
      expect(await page.getByText(fact).isVisible(), fact).toBe(true);
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.getByText('Thank you.').waitFor();
    await ask(page, QUESTION);
    await page.getByText('From cache').waitFor();
    expect(opened.problems).toEqual([]);
  });

  it('takes a stream up where it broke', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'user');
    const cursors: (string | undefined)[] = [];
    await page.route('**/v1/queries/*/events', async (route) => {
      cursors.push(route.request().headers()['last-event-id']);
      if (cursors.length > 1) return route.continue();
      const body = 'id: 1-1\nevent: status\ndata: {"status":"running"}\n\n';
      return route.fulfill({ contentType: 'text/event-stream', body });
    });
    await ask(page, 'Which repairs take nine days?');
    await page.getByText('Was this right?').waitFor();
    expect(cursors).toEqual([undefined, '1-1']);
    expect(opened.problems).toEqual([]);
  });

  it('cancels a question that waits, and says where it waited', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'user');
    await stage.whileWorkersStand(async () => {
      const before = await stage.admin.queries.create({ question: 'Who repairs what is under warranty?' });
      await ask(page, 'How long does a repair without warranty take?');
      await page.getByText('position 2', { exact: true }).waitFor();
      await stage.admin.queries.cancel(before.id);
      await page.getByText('position 1', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Canceled: nothing more will come.').waitFor();
    });
    await view(page, 'History');
    await page.getByRole('link', { name: 'How long does a repair without warranty take?' }).click();
    await page.getByText('Canceled: nothing more will come.').waitFor();
    expect(opened.problems).toEqual([]);
  });

  it('asks once, however often it is pressed while nobody knows whether the question arrived', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'user');
    let isFirst = true;
    await page.route('**/v1/queries', async (route) => {
      if (!isFirst) return route.continue();
      isFirst = false;
      await route.fetch();
      return route.abort('connectionreset');
    });
    const text = 'How long does a repair take that is asked for twice?';
    await ask(page, text);
    await page.getByText('The fleet was not reached').waitFor();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('Was this right?').waitFor();
    const { data } = await stage.admin.queries.list({ limit: 100 });
    expect(data.filter(({ question }) => question === text)).toHaveLength(1);
  });

  it('shows a refusal with its fix', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'user');
    const detail = 'Ask again in a minute.';
    const problem = { type: 'about:blank', title: 'Too many questions', status: 429, detail };
    await page.route('**/v1/queries', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        body: JSON.stringify(problem),
        headers: { 'retry-after': '60' },
      }),
    );
    await ask(page, QUESTION);
    const alert = await page.getByRole('alert').textContent();
    for (const part of ['Too many questions', detail, 'Try again in 60 s.']) expect(alert).toContain(part);
  });

  it('lists own questions by pages and opens one', async () => {
    const asked = Array.from({ length: 21 }, (_, at) => ({ question: `Where is shelf ${at}?` }));
    await Promise.all(asked.map((question) => stage.admin.queries.create(question)));
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'admin');
    await view(page, 'History');
    await page.locator('.record').nth(19).waitFor();
    expect(await page.locator('.record').count()).toBe(20);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('.record').nth(21).waitFor();
    await page.getByRole('link', { name: QUESTION }).first().click();
    await page.getByText('Was this right?').waitFor();
    expect(await page.getByTestId('answer').textContent()).toContain('nine days');
    expect(opened.problems).toEqual([]);
  });

  it('is small, asks nobody else, and forgets the key at sign-out', async () => {
    const opened = await browser().open();
    const hosts = new Set<string>();
    const sizes: Promise<number>[] = [];
    opened.page.on('requestfinished', (request) => {
      const { host, pathname } = new URL(request.url());
      hosts.add(host);
      if (pathname.startsWith('/v1/')) return;
      sizes.push(
        request
          .sizes()
          .then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
      );
    });
    const page = await stage.signIn(opened, 'user');
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(20);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(MAX_PAGE_BYTES);
    expect([...hosts]).toEqual([new URL(stage.local.ingress_url).host]);
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])',
    );
    expect(kept).not.toContain(stage.keyOf('user'));
    expect(kept).toContain('[{},');
    expect(opened.problems).toEqual([]);
  });
});
