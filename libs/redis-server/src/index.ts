export { endWithOwner } from './end-with-owner.ts';
export { ensureRedisBinary, type EnsureRedisOptions } from './ensure-redis-binary.ts';
export { findRedisBinary } from './find-redis.ts';
export { findFreePort, isPortFree } from './free-port.ts';
export {
  type RedisRole,
  type RedisServer,
  type RedisServerOptions,
  startRedisServer,
} from './start-redis-server.ts';
