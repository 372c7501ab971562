import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { expect, test } from 'vitest';
import { startTestRedis } from './start-test-redis.ts';

test('keeps its data and its address when it is killed and started again', async () => {
  const server = await startTestRedis();
  const ask = async <Result>(work: (redis: ReturnType<typeof connectRedis>) => Promise<Result>) => {
    const redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test' });
    await whenReady(redis, 2_000);
    const result = await work(redis);
    await closeRedis(redis, 500);
    return result;
  };
  await ask((redis) => redis.set('kept', 'yes'));
  await server.kill();
  await server.restart();
  expect(await ask((redis) => redis.get('kept'))).toBe('yes');
  await server.stop();
});
