import { describeInChromium, seriousFindings, type TestPage } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFleetHarness, type FleetHarness } from '../testing/fleet-process.fixture.ts';
import { ask, type ConsoleStage, overflowOf, startConsoleStage, view } from './console-stage.fixture.ts';

type Page = TestPage['page'];

/** Each view of an admin, and what is there when it is loaded. */
const VIEWS = [
  { name: 'Ask', ready: 'Question' },
  { name: 'History', ready: 'newest first' },
  { name: 'Documents', ready: 'Repairs' },
  { name: 'Overview', ready: '95 of 100 within' },
  { name: 'Webhooks', ready: 'query.succeeded' },
  { name: 'Service', ready: 'Nobody has set one.' },
] as const;
const PHONE = { width: 360, height: 740 };
const DARK = 'rgb(20, 23, 26)';
const LIGHT = 'rgb(246, 245, 241)';
let fleets: FleetHarness;
let stage: ConsoleStage;

beforeAll(async () => {
  fleets = await createFleetHarness();
  stage = await startConsoleStage(fleets);
  const callback = { url: stage.local.receiver_url };
  const { id } = await stage.admin.queries.create({ question: 'How long does a repair take?', callback });
  await stage.admin.queries.wait(id);
}, 300_000);
afterAll(() => fleets.end(), 60_000);

const groundOf = (page: Page): Promise<string> =>
  page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
const menuOf = (page: Page): Promise<string[]> =>
  page.getByRole('navigation').getByRole('link').allTextContents();

async function setLevel(page: Page, level: string, reason: string): Promise<void> {
  await page.getByLabel('Level for your tenant').selectOption(level);
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: 'Set the level' }).click();
}

describeInChromium('the console', (browser) => {
  it('offers each person what that person may do, and asks for nothing that is refused', async () => {
    const offered = {
      guest: ['Ask', 'History'],
      user: ['Ask', 'History', 'Documents', 'Overview'],
      admin: VIEWS.map(({ name }) => name),
      operator: ['Service'],
    } as const;
    for (const [role, names] of Object.entries(offered)) {
      const opened = await browser().open();
      const page = await stage.signIn(opened, role as keyof typeof offered);
      const menu = (await menuOf(page)).map((name) => name.trim());
      expect({ role, menu }).toEqual({ role, menu: names });
      for (const name of menu) await view(page, name);
      await page.waitForLoadState('networkidle');
      expect({ role, problems: opened.problems }).toEqual({ role, problems: [] });
    }
  });

  it.each([
    { scopes: ['read', 'write'], views: { Documents: 'Repairs', Overview: 'From cache' } },
    { scopes: ['admin'], views: { Webhooks: 'query.succeeded', Service: 'Set the level' } },
    { scopes: ['write'], views: { Documents: 'Add files' } },
  ] as const)(
    'offers a key with the scopes $scopes what it may do, and asks for nothing more',
    async ({ scopes, views }) => {
      const opened = await browser().open();
      const page = await stage.signInWithin(opened, scopes);
      expect((await menuOf(page)).map((name) => name.trim())).toEqual(Object.keys(views));
      for (const [name, ready] of Object.entries(views)) {
        await view(page, name);
        await page.getByText(ready).first().waitFor();
      }
      await page.waitForLoadState('networkidle');
      expect(opened.problems).toEqual([]);
    },
  );

  it('sets the level by a key that may not read it, and shows what is in force then', async () => {
    const opened = await browser().open();
    const page = await stage.signInWithin(opened, ['admin']);
    await view(page, 'Service');
    await setLevel(page, 'reduced', 'A quiet night');
    await page.getByText('Set for the tenant by admin: A quiet night').waitFor();
    await setLevel(page, 'full', 'Dawn');
    await page.getByText('Nobody has set one.').waitFor();
    expect(opened.problems).toEqual([]);
  });

  it('takes a file, finds it in an answer, and deletes it after asking', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'admin');
    await view(page, 'Documents');
    const buffer = Buffer.from('# Kayaks\n\nA kayak may be borrowed for eleven days.');
    await page
      .getByLabel('Files', { exact: true })
      .setInputFiles({ name: 'kayaks.md', mimeType: 'text/markdown', buffer });
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByText('Finished: 1 of 1 document embedded.').waitFor();
    await page.getByRole('button', { name: 'Delete Kayaks' }).waitFor();
    await view(page, 'Ask');
    await ask(page, 'For how many days may a kayak be borrowed?');
    await page.getByText('Was this right?').waitFor();
    expect(await page.getByTestId('answer').textContent()).toContain('eleven days');
    await view(page, 'Documents');
    await page.getByRole('button', { name: 'Delete Kayaks' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Delete Kayaks' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete Kayaks' }).waitFor({ state: 'detached' });
    const { data } = await stage.admin.documents.list();
    expect(data.map(({ id }) => id)).toEqual(['repairs']);
    expect(opened.problems).toEqual([]);
  });

  it('says what is wrong with a file that cannot be read', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'admin');
    await view(page, 'Documents');
    const buffer = Buffer.from('This is no PDF.');
    await page
      .getByLabel('Files', { exact: true })
      .setInputFiles({ name: 'broken.pdf', mimeType: 'application/pdf', buffer });
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.locator('.notice.bad', { hasText: 'broken.pdf' }).waitFor();
    expect(opened.problems).toEqual([]);
  });

  it('takes a file by a key that may not read how it goes on', async () => {
    const opened = await browser().open();
    const page = await stage.signInWithin(opened, ['write']);
    await page
      .getByLabel('Files', { exact: true })
      .setInputFiles({ name: 'canoes.md', mimeType: 'text/markdown', buffer: Buffer.from('# Canoes') });
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByText('Accepted.').waitFor();
    expect(opened.problems).toEqual([]);
  });

  it('sends a webhook again', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'admin');
    await view(page, 'Webhooks');
    const [reply] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/redeliver')),
      page
        .getByRole('button', { name: /^Send again/ })
        .first()
        .click(),
    ]);
    expect(reply.status()).toBe(202);
    expect(opened.problems).toEqual([]);
  });

  it('sets the level of service for the tenant and takes it back', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'admin');
    await view(page, 'Service');
    const levels = page.getByLabel('Level for your tenant').locator('option');
    await levels.first().waitFor({ state: 'attached' });
    expect(await levels.allTextContents()).toEqual([
      'Full: everything',
      'Reduced: no streaming, no statistics',
      'Minimal: cached answers and passages, no model writes',
      'Maintenance: cached answers alone',
    ]);
    await setLevel(page, 'reduced', 'A quiet evening');
    await page.getByText('Set for the tenant by admin: A quiet evening').waitFor();
    await setLevel(page, 'full', 'Morning');
    await page.getByText('Nobody has set one.').waitFor();
    expect(opened.problems).toEqual([]);
  });

  it('is light or dark as the system is, or as it was chosen', async () => {
    const opened = await browser().open();
    const { page } = opened;
    await page.emulateMedia({ colorScheme: 'dark' });
    await stage.signIn(opened, 'user');
    expect(await groundOf(page)).toBe(DARK);
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await groundOf(page)).toBe(LIGHT);
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await groundOf(page)).toBe(LIGHT);
    await page.getByRole('button', { name: 'Auto' }).click();
    expect(await groundOf(page)).toBe(DARK);
  });

  it('is used from the keyboard: first past the menu, then a question by Enter', async () => {
    const opened = await browser().open();
    const page = await stage.signIn(opened, 'user');
    await page.evaluate('document.activeElement?.blur()');
    await page.keyboard.press('Tab');
    await page.locator(':focus', { hasText: /^Skip to content$/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('How many days does a repair under warranty take?');
    await page.keyboard.press('Enter');
    await page.getByText('Was this right?').waitFor();
    await page.locator('.timeline [role=status]', { hasText: /^Done\.$/ }).waitFor({ state: 'attached' });
    await view(page, 'History');
    await page.locator('#main:focus').waitFor();
    expect(opened.problems).toEqual([]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    describe(`in ${colorScheme}`, () => {
      it('has nothing serious for axe to find, and fits a phone, on every view', async () => {
        const opened = await browser().open();
        const { page } = opened;
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize(PHONE);
        await page.goto(stage.local.ingress_url);
        await page.getByLabel('API key').waitFor();
        expect([await seriousFindings(page), await overflowOf(page)]).toEqual([[], 0]);
        await stage.signIn(opened, 'admin');
        for (const { name, ready } of VIEWS) {
          await view(page, name);
          await page.getByText(ready).first().waitFor();
          expect({ name, found: await seriousFindings(page), overflow: await overflowOf(page) }).toEqual({
            name,
            found: [],
            overflow: 0,
          });
        }
        await view(page, 'Ask');
        await ask(page, 'How many days does a repair under warranty take?');
        await page.getByText('Was this right?').waitFor();
        await page.getByText('Timings and tokens').click();
        await page.getByRole('button', { name: 'Source 1: Repairs' }).click();
        expect([await seriousFindings(page), await overflowOf(page)]).toEqual([[], 0]);
        expect(opened.problems).toEqual([]);
      });
    });
  }
});
