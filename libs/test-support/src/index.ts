export { startTestRedis, type TestRedis } from './redis/start-test-redis.ts';
