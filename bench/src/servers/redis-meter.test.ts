import { expect, test } from 'vitest';
import { createRedisMeter, fieldOf } from './redis-meter.ts';

const INFO = '# CPU\r\nused_cpu_sys:1.5\r\nused_cpu_user:2.25\r\nused_cpu_sys_children:9\r\n';

test('sums user and system time of the server itself, in microseconds', async () => {
  expect(await createRedisMeter({ info: async () => INFO }).cpuUs()).toBe(3_750_000);
});
test('says which line is missing', () => {
  expect(() => fieldOf(INFO, 'used_memory')).toThrow('used_memory');
});
