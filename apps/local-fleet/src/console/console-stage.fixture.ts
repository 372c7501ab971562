import { createClient, type RagfleetClient } from '@ragfleet/client';
import type { Permission } from '@ragfleet/kernel';
import type { TestPage } from '@ragfleet/test-support';
import { expect, vi } from 'vitest';
import type { LocalDescription } from '../data-dir/local-description.ts';
import type { FleetHarness } from '../testing/fleet-process.fixture.ts';

type Role = 'admin' | 'analyst' | 'user' | 'guest' | 'operator';
type Page = TestPage['page'];

/** A fleet of one worker with the local models, and people who look at its page. */
export interface ConsoleStage {
  readonly local: LocalDescription;
  readonly admin: RagfleetClient;
  keyOf(role: Role): string;
  signIn(opened: TestPage, role: Role): Promise<Page>;
  /** By an admin's key that is narrowed to these scopes. */
  signInWithin(opened: TestPage, scopes: readonly Permission[]): Promise<Page>;
  /** What is asked meanwhile stays in its lane. */
  whileWorkersStand<Value>(act: () => Promise<Value>): Promise<Value>;
}

const START_MS = 150_000;

export async function startConsoleStage(fleets: FleetHarness): Promise<ConsoleStage> {
  const { output } = fleets.start(['start', '--workers', '1', '--data-dir', fleets.folder('fleet')]);
  const isUp = (): void => expect(output.stdout, output.stderr).toContain('Ctrl-C');
  await vi.waitFor(isUp, { timeout: START_MS, interval: 50 });
  const local = await fleets.describe('fleet');
  const keyOf: ConsoleStage['keyOf'] = (role) => local.api_keys[role] ?? '';
  const signInByKey = async ({ page }: TestPage, key: string): Promise<Page> => {
    await page.goto(local.ingress_url);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    return page;
  };
  const admin = createClient({ url: local.ingress_url, apiKey: keyOf('admin') });
  const { id } = await admin.documents.submit([
    {
      id: 'repairs',
      title: 'Repairs',
      namespace: 'public',
      content: 'A repair under warranty takes nine days.',
    },
  ]);
  await admin.ingestions.wait(id);
  return {
    local,
    admin,
    keyOf,
    signIn: (opened, role) => signInByKey(opened, keyOf(role)),
    signInWithin: async (opened, scopes) => {
      const narrowed = { principal_id: 'robot', role: 'admin', scopes: [...scopes] } as const;
      const { secret } = await admin.apiKeys.create(narrowed);
      return signInByKey(opened, secret);
    },
    whileWorkersStand: async (act) => {
      const pid = local.pids['query-worker-1'] ?? 0;
      process.kill(pid, 'SIGSTOP');
      try {
        return await act();
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    },
  };
}

export async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Question').fill(question);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
}

export const view = (page: Page, name: string): Promise<void> =>
  page.getByRole('link', { name, exact: true }).click();

/** How far the page can be pushed sideways. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
