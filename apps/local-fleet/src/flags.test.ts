import { expect, test } from 'vitest';
import { parseFlags, USAGE } from './flags.ts';

test('reads the flags of the demo', () => {
  expect(
    parseFlags(['demo', '--exit', '--json', '--port', '9000', '--workers', '3', '--data-dir', '/d']),
  ).toEqual({
    command: 'demo',
    exit: true,
    json: true,
    port: 9_000,
    workers: 3,
    autoscale: null,
    'data-dir': '/d',
  });
});

test('has defaults, and does not mind a second --', () => {
  expect(parseFlags(['start'])).toEqual({
    command: 'start',
    exit: false,
    json: false,
    workers: 2,
    autoscale: null,
  });
  expect(parseFlags(['demo', '--', '--exit']).exit).toBe(true);
});

test('scales when it is told to, up to six workers and ten times as fast as a cluster unless it is told otherwise', () => {
  expect(parseFlags(['start', '--autoscale']).autoscale).toEqual({ maxWorkers: 6, speed: 10 });
  const told = ['start', '--autoscale', '--max-workers', '3', '--scale-speed', '60'];
  expect(parseFlags(told).autoscale).toEqual({ maxWorkers: 3, speed: 60 });
});

test.each([
  [['start', '--autoscale', '--workers', '3'], /Use --max-workers, or leave one out/],
  [['start', '--max-workers', '3'], /need --autoscale/],
  [['start', '--scale-speed', '3'], /need --autoscale/],
  [['demo', '--autoscale'], /Use npm start -- --autoscale/],
  [['start', '--autoscale', '--max-workers', '33'], /--max-workers: Give a whole number from 1 to 32/],
  [['start', '--autoscale', '--scale-speed', '0.5'], /--scale-speed: Give a number from 1 to 60/],
  [['demo', '--port', 'x'], /^--port: Give a whole number from 1 to 65534\.\n\nUsage/],
  [['start', '--port', '65535'], /^--port: Give a whole number from 1 to 65534\.\n\nUsage/],
  [['demo', '--wat'], /^Unknown option '--wat'\n\nUsage/],
  [['stop'], /^Name demo or start\.\n\nUsage/],
  [['start', '--exit'], /belong to the demo/],
  [['start', '--documents', '/d'], /npm run ragfleet -- ingest DIR/],
])('says what is wrong with %j', (argv, reason) => {
  expect(() => parseFlags(argv)).toThrow(reason);
});

test.each([[[]], [['stop']], [['demo', '--port', 'x']], [['demo', '--workers', '0']], [['demo', '--wat']]])(
  'shows the usage for %j',
  (argv) => {
    expect(() => parseFlags(argv)).toThrow(USAGE);
  },
);
