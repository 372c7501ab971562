import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeNotRun } from '../missing/describe-not-run.ts';

export interface TestPage {
  readonly page: Page;
  /** What went wrong on the page since it was opened: errors, refusals of its content policy, requests that failed. */
  readonly problems: readonly string[];
}

export interface TestBrowser {
  /** A page with no cookies of another. It closes with the suite. */
  open(): Promise<TestPage>;
}

const LAUNCH_MS = 30_000;
const STEP_MS = 15_000;
const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/**
 * Runs a suite in the Chromium of TEST_CHROMIUM, or Debian's. Without one it says in its name that it did not run; where
 * RAGFLEET_REQUIRE_REAL_SERVERS=1 that is a failure.
 */
export function describeInChromium(title: string, suite: (browser: () => TestBrowser) => void): void {
  const executablePath = process.env['TEST_CHROMIUM'] ?? DEBIAN_CHROMIUM;
  if (!existsSync(executablePath)) {
    const reason = `there is no Chromium at ${executablePath}`;
    const fix = 'Install chromium, or set TEST_CHROMIUM to one.';
    describeNotRun({ title, place: 'in Chromium', reason, fix });
    return;
  }
  describe(`${title} in Chromium`, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      // Chromium's own sandbox refuses root, and pages of our own need none.
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: LAUNCH_MS });
    });
    afterAll(() => browser?.close());
    suite(() => ({ open: () => openPage(browser) }));
  });
}

async function openPage(browser: Browser | undefined): Promise<TestPage> {
  if (browser === undefined)
    throw new Error('The browser starts before the first test: call this inside one.');
  const page = await (await browser.newContext({ viewport: { width: 1_280, height: 800 } })).newPage();
  page.setDefaultTimeout(STEP_MS);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that is left takes back what it was still waiting for.
    if (reason !== 'net::ERR_ABORTED') problems.push(`request: ${request.url()} ${reason}`);
  });
  return { page, problems };
}
