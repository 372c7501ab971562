import { type ChainableCommander, redisFault, redisReply } from '@ragfleet/redis-connection';

/** What the commands of a pipeline replied, in order. The first failure is thrown, as a Fault. */
export async function pipelineReplies(pipeline: ChainableCommander): Promise<unknown[]> {
  const results = (await redisReply(pipeline.exec())) ?? [];
  const failure = results.find(([error]) => error !== null)?.[0];
  if (failure) throw redisFault(failure);
  return results.map(([, reply]) => reply);
}
