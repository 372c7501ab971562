import type { Redis } from '@ragfleet/redis-connection';

/** The least that an exact lookup can be: one GET of the answer by its question. No tenant, no seal, nobody checked. */
export const getAnswer = (redis: Redis, question: string): Promise<string | null> =>
  redis.get(`floor:${question}`);

export const keepAnswer = (redis: Redis, question: string, value: string): Promise<unknown> =>
  redis.set(`floor:${question}`, value);
