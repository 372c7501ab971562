import type { Redis } from '@ragfleet/redis-connection';

/** What a Redis server says of itself. */
export interface RedisMeter {
  /** As it names itself, such as `8.0.2`. */
  readonly version: () => Promise<string>;
  readonly processId: () => Promise<number>;
  /** User and system time that its process has spent so far. */
  readonly cpuUs: () => Promise<number>;
  /** Bytes that it has allocated now. */
  readonly usedBytes: () => Promise<number>;
}

export function createRedisMeter(redis: Pick<Redis, 'info'>): RedisMeter {
  const field = async (section: string, name: string): Promise<string> =>
    fieldOf(await redis.info(section), name);
  return {
    version: () => field('server', 'redis_version'),
    processId: async () => Number(await field('server', 'process_id')),
    cpuUs: async () => {
      const text = await redis.info('cpu');
      const seconds = Number(fieldOf(text, 'used_cpu_user')) + Number(fieldOf(text, 'used_cpu_sys'));
      return seconds * 1_000_000;
    },
    usedBytes: async () => Number(await field('memory', 'used_memory')),
  };
}

/** The value of one line of INFO. Throws when there is no such line. */
export function fieldOf(info: string, name: string): string {
  const line = info.split('\r\n').find((one) => one.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`INFO says nothing about ${name}.`);
  return line.slice(name.length + 1);
}
