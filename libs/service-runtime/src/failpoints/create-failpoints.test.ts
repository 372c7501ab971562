import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createFailpoints } from './create-failpoints.ts';

const development = (spec: string) =>
  createFailpoints({ RAGFLEET_FAILPOINTS: spec, RAGFLEET_ENV: 'development' });

test('a process without failpoints has none', () => {
  expect(development('')).toBeNull();
});

test('production refuses them', () => {
  const options = { RAGFLEET_FAILPOINTS: 'query.settled=kill', RAGFLEET_ENV: 'production' } as const;
  expect(() => createFailpoints(options)).toThrow('Unset it in production');
});

test.each(['query.settled', 'query.settled=explode', '=kill', 'query.settled=kill,'])(
  'says how to write them in place of %s',
  (spec) => {
    expect(() => development(spec)).toThrow('write point=kill|abort|hang|block');
  },
);

test('another point, and a subject without the marker, pass', async () => {
  const failpoints = development('query.answering=hang@poison,query.settled=hang');
  await expect(failpoints?.reach('query.answering', 'a harmless question')).resolves.toBeUndefined();
  await expect(failpoints?.reach('query.answered')).resolves.toBeUndefined();
});

test('a blocked event loop does nothing else for that long', async () => {
  const startedAt = performance.now();
  await development('query.answering=block:50@poison')?.reach('query.answering', 'the poison');
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49);
});

const PROGRAM = (spec: string): string => `
import { createFailpoints } from ${JSON.stringify(new URL('create-failpoints.ts', import.meta.url).href)};
setTimeout(() => process.exit(7), 300);
await createFailpoints({ RAGFLEET_FAILPOINTS: '${spec}', RAGFLEET_ENV: 'development' }).reach('query.settled');
process.exit(0);
`;

test.each([
  ['kill', [null, 'SIGKILL']],
  ['abort', [null, 'SIGABRT']],
  ['hang', [7, null]],
])('%s ends or holds the process', async (action, end) => {
  const child = spawn(
    process.execPath,
    ['--input-type=module-typescript', '-e', PROGRAM(`query.settled=${action}`)],
    { stdio: 'ignore' },
  );
  expect(await once(child, 'exit')).toEqual(end);
});
