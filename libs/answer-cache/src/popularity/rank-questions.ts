import { cacheKeys } from '@ragfleet/contracts';
import type { PopularQuestions } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { TEXT_FIELD } from './popularity-scripts.ts';
import type { SealedQuestion } from './sealed-question.ts';

export interface RankRequest {
  readonly tenantId: string;
  readonly access: string;
  /** People whose last day is this one or earlier do not count any more. */
  readonly sinceDay: number;
  readonly questions: number;
  readonly minPeople: number;
}

const PAGE = 100;

/** The first questions of one access, read in pages; null when there are none. Takes out names of what has expired. */
export function createRankQuestions(options: {
  readonly redis: Redis;
  readonly open: (tenantId: string, sealed: string) => SealedQuestion | null;
  readonly maxQuestions: number;
}): (request: RankRequest) => Promise<PopularQuestions | null> {
  const { redis, open, maxQuestions } = options;

  const readPage = async ({ tenantId, access }: RankRequest, rank: number) => {
    const ranking = cacheKeys.popularOfAccess(tenantId, access);
    const names = await redisReply(redis.zrevrange(ranking, rank, rank + PAGE - 1));
    const stored = await redisReply(
      Promise.all(names.map((name) => redis.hgetall(cacheKeys.popularQuestion(tenantId, access, name)))),
    );
    const gone = names.filter((_, at) => stored[at]?.[TEXT_FIELD] === undefined);
    if (gone.length > 0) await redisReply(redis.zrem(ranking, ...gone));
    return { stored, isLast: names.length < PAGE, gone: gone.length };
  };
  const openPopular = ({ tenantId, sinceDay, minPeople }: RankRequest, fields: Record<string, string>) => {
    const { [TEXT_FIELD]: sealed, ...days } = fields;
    const people = Object.values(days).filter((day) => Number(day) > sinceDay).length;
    const opened = sealed === undefined || people < minPeople ? null : open(tenantId, sealed);
    return opened === null ? [] : { ...opened, people };
  };

  return async (request) => {
    const found: (SealedQuestion & { readonly people: number })[] = [];
    for (let rank = 0; rank < maxQuestions && found.length < request.questions; ) {
      const { stored, isLast, gone } = await readPage(request, rank);
      found.push(...stored.flatMap((fields) => openPopular(request, fields)));
      if (isLast) break;
      rank += PAGE - gone;
    }
    const [first] = found;
    if (first === undefined) return null;
    const popular = found.slice(0, request.questions);
    return {
      access: first.access,
      questions: popular.map(({ question, people }) => ({ ...question, people })),
    };
  };
}
