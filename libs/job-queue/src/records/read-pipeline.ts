import { type Redis, redisReply } from '@ragfleet/redis-connection';

type Pipeline = ReturnType<Redis['pipeline']>;

/** One command for each item, in one round trip; the replies in their order. The first that failed is thrown. */
export async function readPipeline<Item>(
  redis: Redis,
  items: readonly Item[],
  command: (pipeline: Pipeline, item: Item) => unknown,
): Promise<unknown[]> {
  if (items.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const item of items) command(pipeline, item);
  const replies = (await redisReply(pipeline.exec())) ?? [];
  return replies.map(([error, reply]) => {
    if (error !== null) throw error;
    return reply;
  });
}
