export { closeRedis } from './close-redis.ts';
export { connectRedis, type RedisConnectionOptions } from './connect-redis.ts';
export { defineScript, type Script, type ScriptArgument } from './define-script.ts';
export type { RedisProfile } from './profiles.ts';
export { redisFault, redisReply } from './redis-fault.ts';
export { createServerClock, type ServerClock } from './server-clock.ts';
export { type UnlinkMatching, unlinkMatching } from './unlink-matching.ts';
export { whenReady } from './when-ready.ts';
export type { ChainableCommander, Redis } from 'ioredis';
