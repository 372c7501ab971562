import { expect, test } from 'vitest';
import { parseFlags } from './flags.ts';

test('reads the flags of the demo', () => {
  expect(
    parseFlags(['demo', '--exit', '--json', '--port', '9000', '--workers', '3', '--data-dir', '/d']),
  ).toEqual({
    command: 'demo',
    exit: true,
    json: true,
    port: 9_000,
    workers: 3,
    'data-dir': '/d',
  });
});

test('has defaults, and does not mind a second --', () => {
  expect(parseFlags(['start'])).toEqual({ command: 'start', exit: false, json: false, workers: 2 });
  expect(parseFlags(['demo', '--', '--exit']).exit).toBe(true);
});

test.each([[[]], [['stop']], [['demo', '--port', 'x']], [['demo', '--workers', '0']], [['demo', '--wat']]])(
  'shows the usage for %j',
  (argv) => {
    expect(() => parseFlags(argv)).toThrow(/^Usage: npm run demo/);
  },
);
