import { cacheKeys } from '@ragfleet/contracts';
import { type Lane, LANES } from '@ragfleet/kernel';
import type { FlightEnd, Passenger } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';

/** One boarding of one query. A second boarding of the same query has another token, so that the first cannot land it. */
export interface Ticket extends Passenger {
  readonly token: string;
}

/** A query that waits, as it is named to whoever wakes it. */
export type Follower = Pick<Passenger, 'tenantId' | 'lane' | 'queryId'>;

export interface FlightScripts {
  board(ticket: Ticket): Promise<BoardReply>;
  /** Keeps the lease alive, and takes it again when Redis lost it. False when somebody else holds it. */
  renew(ticket: Ticket): Promise<boolean>;
  /** Ends the lease. False when somebody else holds it: that flight goes on. */
  land(ticket: Ticket, end: FlightEnd): Promise<boolean>;
  /** Takes out the followers that have waited longest, of the most urgent lane first. */
  takeFollowers(ticket: Ticket, count: number): Promise<Follower[]>;
  leave(ticket: Ticket): Promise<void>;
}

export interface FlightLimits {
  readonly leaseMs: number;
  readonly maxFollowers: number;
  /** How long a flight whose answer is not to be shared keeps new ones from forming. */
  readonly unsharedMs: number;
  /** How long followers stay listed after the last sign of a flight. */
  readonly followersMs: number;
}

const boardReply = z.tuple([z.enum(['leader', 'follower', 'alone']), z.number()]);
export type BoardReply = z.output<typeof boardReply>;

// A lease is `<rank> <token> <query id>`; rank 0 is the most urgent lane. A member of the followers is `<rank> <query id>`.
const BOARD = `
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

const LAND = `
local current = redis.call('GET', KEYS[1])
if current and current ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
if ARGV[2] == 'unshared' then redis.call('SET', KEYS[2], '1', 'PX', ARGV[3]) end
return 1
`;

/** Each is one step on Redis: no two queries both see themselves first. */
export function createFlightScripts(redis: Redis, limits: FlightLimits): FlightScripts {
  const { leaseMs, maxFollowers, unsharedMs, followersMs } = limits;
  const board = defineScript(redis, 'rfBoardFlight', 3, BOARD);
  const renew = defineScript(redis, 'rfRenewFlight', 2, RENEW);
  const land = defineScript(redis, 'rfLandFlight', 2, LAND);
  return {
    board: async (ticket) => {
      const { rank, lease, followers, unshared } = namesOf(ticket);
      const { queryId } = ticket;
      const args = [
        leaseOf(ticket),
        rank,
        queryId,
        memberOf(ticket),
        leaseMs,
        maxFollowers,
        followersMs,
      ] as const;
      return boardReply.parse(await board([lease, followers, unshared], args));
    },
    renew: async (ticket) => {
      const { lease, followers } = namesOf(ticket);
      return (await renew([lease, followers], [leaseOf(ticket), leaseMs, followersMs])) === 1;
    },
    land: async (ticket, end) => {
      const { lease, unshared } = namesOf(ticket);
      return (await land([lease, unshared], [leaseOf(ticket), end, unsharedMs])) === 1;
    },
    takeFollowers: async (ticket, count) => {
      const flat = await redisReply(redis.zpopmin(namesOf(ticket).followers, count));
      // Members and scores, alternating.
      return flat.flatMap((member, at) => (at % 2 === 0 ? followersOf(ticket.tenantId, member) : []));
    },
    leave: async (ticket) => {
      await redisReply(redis.zrem(namesOf(ticket).followers, memberOf(ticket)));
    },
  };
}

const rankOf = (lane: Lane): number => LANES.indexOf(lane);
const leaseOf = ({ lane, token, queryId }: Ticket): string => `${rankOf(lane)} ${token} ${queryId}`;
const memberOf = ({ lane, queryId }: Follower): string => `${rankOf(lane)} ${queryId}`;

function namesOf({ tenantId, flightId, lane }: Ticket) {
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
