import { expect, test } from 'vitest';
import { readAudit, readSignatures } from './audit-report.ts';

const said = (stdout: unknown) => ({ code: 0, stderr: '', stdout: JSON.stringify(stdout) });
const counted = (more: object) =>
  said({ metadata: { vulnerabilities: { critical: 0, high: 0, moderate: 0, low: 0, total: 0, ...more } } });

test('tells no vulnerability from some', () => {
  expect(readAudit(counted({})).outcome).toBe('clean');
  const { outcome, lines } = readAudit(counted({ critical: 1, low: 2 }));
  expect([outcome, lines.length]).toEqual(['problems', 2]);
  expect(lines[0]).toMatch(/^1 of severity critical/);
});

test.each([
  ['an error of the registry', JSON.stringify({ message: 'not found', error: { code: 'ENOAUDIT' } })],
  ['nothing', ''],
  ['words', 'npm error network'],
])('does not take %s for a clean audit', (_name, stdout) => {
  for (const read of [readAudit, readSignatures])
    expect(read({ code: 1, stderr: '', stdout })).toMatchObject({
      outcome: 'unknown',
      lines: [expect.stringMatching(/registry did not/)],
    });
});

test('tells good signatures from bad and missing ones', () => {
  expect(readSignatures(said({ invalid: [], missing: [] })).outcome).toBe('clean');
  expect(readSignatures(said({ invalid: [{ name: 'a' }], missing: [] }))).toEqual({
    outcome: 'problems',
    lines: ['1 packages with invalid signatures.'],
  });
});
