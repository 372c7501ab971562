import { cacheKeys } from '@ragfleet/contracts';
import { type Lane, LANES } from '@ragfleet/kernel';
import type { FlightEnd, FlightRequest } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';

/** One query that joined a flight. When it joins again it has another token, so that the first cannot complete the flight. */
export interface FlightLease extends FlightRequest {
  readonly token: string;
}

/** A query that waits, as it is named to whoever wakes it. */
export type Follower = Pick<FlightRequest, 'tenantId' | 'lane' | 'queryId'>;

export interface FlightScripts {
  join(flightLease: FlightLease): Promise<JoinReply>;
  /** Keeps the lease alive, and takes it again when Redis lost it. False when somebody else holds it. */
  renew(flightLease: FlightLease): Promise<boolean>;
  /** Ends the lease. False when somebody else holds it: that flight goes on. */
  complete(flightLease: FlightLease, end: FlightEnd): Promise<boolean>;
  /** Takes out the followers that have waited longest, of the most urgent lane first. */
  takeFollowers(flightLease: FlightLease, count: number): Promise<Follower[]>;
  leave(flightLease: FlightLease): Promise<void>;
}

export interface FlightLimits {
  readonly leaseMs: number;
  readonly maxFollowers: number;
  /** How long a flight whose answer is not to be shared keeps new ones from forming. */
  readonly unsharedMs: number;
  /** How long followers stay listed after the last sign of a flight. */
  readonly followersMs: number;
}

const joinReply = z.tuple([z.enum(['leader', 'follower', 'alone']), z.number()]);
export type JoinReply = z.output<typeof joinReply>;

// A lease is `<rank> <token> <query id>`; rank 0 is the most urgent lane. A member of the followers is `<rank> <query id>`.
const JOIN = `
local lease, followers, unshared = KEYS[1], KEYS[2], KEYS[3]
local mine, rank, query, member = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local leaseMs, maxFollowers, followersMs = ARGV[5], tonumber(ARGV[6]), ARGV[7]

if redis.call('EXISTS', unshared) == 1 then
  redis.call('ZREM', followers, member)
  return {'alone', 0}
end

local current = redis.call('GET', lease)
local leads = not current
if current then
  local leaderRank, leader = string.match(current, '^(%d) %S+ (.+)$')
  -- The same query again: the worker that led has died. A less urgent lane: nobody waits for that.
  leads = leader == query or tonumber(leaderRank) > rank
end
if leads then
  redis.call('SET', lease, mine, 'PX', leaseMs)
  redis.call('ZREM', followers, member)
  return {'leader', 0}
end

local isListed = redis.call('ZSCORE', followers, member)
if not isListed and redis.call('ZCARD', followers) >= maxFollowers then return {'alone', 0} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', followers, 'NX', string.format('%.0f', rank * 10000000000000 + now), member)
redis.call('PEXPIRE', followers, followersMs)
return {'follower', redis.call('PTTL', lease)}
`;

const RENEW = `
local current = redis.call('GET', KEYS[1])
if current and current ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1
`;

const COMPLETE = `
local current = redis.call('GET', KEYS[1])
if current and current ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
if ARGV[2] == 'unshared' then redis.call('SET', KEYS[2], '1', 'PX', ARGV[3]) end
return 1
`;

/** Each is one step on Redis: no two queries both see themselves first. */
export function createFlightScripts(redis: Redis, limits: FlightLimits): FlightScripts {
  const { leaseMs, maxFollowers, unsharedMs, followersMs } = limits;
  const join = defineScript(redis, 'rfBoardFlight', 3, JOIN);
  const renew = defineScript(redis, 'rfRenewFlight', 2, RENEW);
  const complete = defineScript(redis, 'rfLandFlight', 2, COMPLETE);
  return {
    join: async (flightLease) => {
      const { rank, lease, followers, unshared } = namesOf(flightLease);
      const { queryId } = flightLease;
      const args = [
        leaseOf(flightLease),
        rank,
        queryId,
        memberOf(flightLease),
        leaseMs,
        maxFollowers,
        followersMs,
      ] as const;
      return joinReply.parse(await join([lease, followers, unshared], args));
    },
    renew: async (flightLease) => {
      const { lease, followers } = namesOf(flightLease);
      return (await renew([lease, followers], [leaseOf(flightLease), leaseMs, followersMs])) === 1;
    },
    complete: async (flightLease, end) => {
      const { lease, unshared } = namesOf(flightLease);
      return (await complete([lease, unshared], [leaseOf(flightLease), end, unsharedMs])) === 1;
    },
    takeFollowers: async (flightLease, count) => {
      const flat = await redisReply(redis.zpopmin(namesOf(flightLease).followers, count));
      // Members and scores, alternating.
      return flat.flatMap((member, at) => (at % 2 === 0 ? followersOf(flightLease.tenantId, member) : []));
    },
    leave: async (flightLease) => {
      await redisReply(redis.zrem(namesOf(flightLease).followers, memberOf(flightLease)));
    },
  };
}

const rankOf = (lane: Lane): number => LANES.indexOf(lane);
const leaseOf = ({ lane, token, queryId }: FlightLease): string => `${rankOf(lane)} ${token} ${queryId}`;
const memberOf = ({ lane, queryId }: Follower): string => `${rankOf(lane)} ${queryId}`;

function namesOf({ tenantId, flightId, lane }: FlightLease) {
  return {
    rank: rankOf(lane),
    lease: cacheKeys.flight(tenantId, flightId),
    followers: cacheKeys.flightFollowers(tenantId, flightId),
    unshared: cacheKeys.flightUnshared(tenantId, flightId),
  };
}

/** One follower, or none for a member that nobody of us wrote. */
function followersOf(tenantId: string, member: string): Follower[] {
  const lane = LANES[Number(member.slice(0, 1))];
  return lane === undefined ? [] : [{ tenantId, lane, queryId: member.slice(2) }];
}
