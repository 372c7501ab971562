import type { AxeResults } from 'axe-core';
import { expect } from 'vitest';
import type { TestPage } from './describe-in-chromium.ts';

/** What axe finds to be serious or worse, with the places. Fails where it found hardly anything to look at. */
export async function seriousFindings(page: TestPage['page']): Promise<string[]> {
  // Half a megabyte that most test files never run.
  const { default: axe } = await import('axe-core');
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
  expect(passes.length).toBeGreaterThan(10);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
