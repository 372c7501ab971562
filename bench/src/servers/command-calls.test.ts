import { expect, test } from 'vitest';
import { commandCallsOf } from './command-calls.ts';

test('reads how often each command was called', async () => {
  const info = async (): Promise<string> =>
    '# Commandstats\r\ncmdstat_evalsha:calls=12,usec=9\r\ncmdstat_config|get:calls=3,usec=1\r\n';
  expect(await commandCallsOf({ info })).toEqual(
    new Map([
      ['evalsha', 12],
      ['config|get', 3],
    ]),
  );
});
