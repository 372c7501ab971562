import { cacheKeys } from '@ragfleet/contracts';
import type { SemanticMatch, SemanticSpace } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { entryBytes, entryIdOf } from '../entry-bytes.ts';
import { pipelineReplies } from '../pipeline-replies.ts';
import type { RemoveMembers } from './remove-members.ts';
import { readMembers } from './replies.ts';

type Place = Pick<SemanticSpace, 'tenantId' | 'spaceId'>;

export interface Sweep {
  /** Those whose answer is still there; the others are taken out. */
  alive(place: Place, matches: readonly SemanticMatch[]): Promise<SemanticMatch[]>;
  /** Looks at some members, as Redis looks at some keys: takes out the dead, and the soonest to die of a set too large. */
  sample(place: Place, added: Buffer): Promise<void>;
  remove(place: Place, members: readonly Buffer[]): Promise<void>;
}

/**
 * Members that an add looks at. While entries come as fast as they expire, one in so many is dead at the most: each add
 * brings one death, and finds `MEMBERS` times the share of the dead.
 */
const MEMBERS = 10;
/** More than a quarter dead: many died together, so it looks again, a few times. */
const LOOK_AGAIN_SHARE = 0.25;
const MAX_LOOKS = 8;
const GONE = -2;

interface Life {
  readonly member: Buffer;
  /** PTTL of the answer: milliseconds, -1 for ever, -2 gone. */
  readonly leftMs: number;
}

export interface SweepOptions {
  readonly redis: Redis;
  readonly removeMembers: RemoveMembers;
  readonly maxEntriesPerSpace: number;
}

/** Housekeeping of vector sets without an index by expiry, which would cost 154 B for each entry. */
export function createSweep(options: SweepOptions): Sweep {
  const { redis, removeMembers, maxEntriesPerSpace } = options;
  const remove = async (place: Place, members: readonly Buffer[]): Promise<void> => {
    await removeMembers(cacheKeys.semantic(place.tenantId, place.spaceId), members);
  };
  const look = async (place: Place): Promise<{ lives: Life[]; size: number }> => {
    const key = cacheKeys.semantic(place.tenantId, place.spaceId);
    const pipeline = redis.pipeline().call('VCARD', key).callBuffer('VRANDMEMBER', key, MEMBERS);
    const [size, members] = await pipelineReplies(pipeline);
    return { size: Number(size), lives: await livesOf(redis, place, readMembers(members)) };
  };
  return {
    remove,
    alive: async (place, matches) => {
      if (await areAllThere(redis, place, matches)) return [...matches];
      const lives = await livesOf(
        redis,
        place,
        matches.map(({ entryId }) => entryBytes(entryId)),
      );
      // An entry that is stored anew at this moment may lose its member by this: it costs one miss.
      await remove(place, membersOf(lives.filter(isGone)));
      return matches.filter((_, at) => lives[at] !== undefined && !isGone(lives[at]));
    },
    sample: async (place, added) => {
      for (let looks = 0; looks < MAX_LOOKS; looks++) {
        const { lives, size } = await look(place);
        const dead = lives.filter(isGone);
        const surplus = Math.max(0, size - maxEntriesPerSpace - dead.length);
        const others = lives.filter((life) => !isGone(life) && !life.member.equals(added));
        const soonest = others.toSorted((left, right) => leftMsOf(left) - leftMsOf(right));
        await remove(place, membersOf([...dead, ...soonest.slice(0, surplus)]));
        if (dead.length <= LOOK_AGAIN_SHARE * lives.length && surplus <= soonest.length) return;
      }
    },
  };
}

/** One question for all of them, since mostly none is gone. */
async function areAllThere(
  redis: Redis,
  { tenantId }: Place,
  matches: readonly SemanticMatch[],
): Promise<boolean> {
  if (matches.length === 0) return true;
  const keys = matches.map(({ entryId }) => cacheKeys.answer(tenantId, entryId));
  return (await redisReply(redis.exists(...keys))) === keys.length;
}

async function livesOf(redis: Redis, { tenantId }: Place, members: readonly Buffer[]): Promise<Life[]> {
  if (members.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const member of members) pipeline.pttl(cacheKeys.answer(tenantId, entryIdOf(member)));
  const replies = await pipelineReplies(pipeline);
  return members.map((member, at) => ({ member, leftMs: Number(replies[at]) }));
}

const isGone = ({ leftMs }: Life): boolean => leftMs === GONE;
const leftMsOf = ({ leftMs }: Life): number => (leftMs < 0 ? Number.POSITIVE_INFINITY : leftMs);
const membersOf = (lives: readonly Life[]): Buffer[] => lives.map(({ member }) => member);
