import { expect, test } from 'vitest';
import { servicePage, type ServicePageOptions } from './service-page.ts';

const NOW_MS = Date.UTC(2026, 10, 3, 9, 30, 15);
const options: ServicePageOptions = {
  settings: { fleet: null, ruled: null, tenant: null },
  breakers: [],
  isReadOnly: false,
  csrf: null,
};

test('shows a level that a rule has chosen, and since when', () => {
  const ruled = { level: 'minimal', reason: 'models-failing', by: 'rule', sinceMs: NOW_MS } as const;
  const page = servicePage({ ...options, settings: { ...options.settings, ruled } });
  expect(page).toContain('<option value="minimal" selected>');
  expect(page).toContain(
    '<strong data-level="minimal">minimal</strong>, set by a rule at 2026-11-03 09:30:15Z',
  );
});

test('shows a breaker that is open with what failed and when', () => {
  const breaker = { name: 'model <openai>', state: 'open', failures: 5, openedAtMs: NOW_MS } as const;
  expect(servicePage({ ...options, breakers: [breaker] })).toContain(
    '<td>model &lt;openai&gt;</td><td data-label="State" data-state="open">open</td><td data-label="Failures in a row">5</td><td data-label="Opened">2026-11-03 09:30:15Z</td>',
  );
});

test('offers no form where the dashboard is read-only, and says how to have one', () => {
  expect(servicePage(options)).toContain('<form');
  const readOnly = servicePage({ ...options, isReadOnly: true });
  expect(readOnly).not.toContain('<form');
  expect(readOnly).toContain('DASHBOARD_READ_ONLY=false');
});
