export { createInMemoryPassages, type InMemoryPassages, type NewDocument } from './in-memory/in-memory-passages.ts';
export { createInMemoryVectorIndex } from './in-memory/in-memory-vectors.ts';
export { startTestRedis, type TestRedis } from './redis/start-test-redis.ts';
