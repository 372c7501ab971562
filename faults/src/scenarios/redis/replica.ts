import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { startRedisServer } from '@ragfleet/redis-server';
import { join } from 'node:path';
import type { FaultFleet, FaultRedis } from '../../fleet/contract.ts';
import type { TcpProxy } from '../../proxy/contract.ts';
import { startTcpProxy } from '../../proxy/tcp-proxy.ts';
import { waitFor } from '../wait-for.ts';

/** A second server of the queue Redis, which follows it over a link that can be cut. Gone when it is disposed of. */
export interface Replica extends AsyncDisposable {
  readonly port: number;
  readonly admin: Redis;
  /** From it to the server that it follows. */
  readonly link: TcpProxy;
  /** Begins to follow; what it held before is gone. */
  follow(): Promise<void>;
}

const MAX_MEMORY_MB = 512;
const READY_MS = 10_000;
const SYNC_MS = 20_000;

export async function startReplica({ queue, dataDir }: FaultFleet): Promise<Replica> {
  const { binary } = queue;
  const dir = join(dataDir, 'redis-replica');
  const server = await startRedisServer({ binary, dir, role: 'queue', maxMemoryMb: MAX_MEMORY_MB });
  const link = await startTcpProxy({ targetPort: queue.port });
  const admin = connectRedis({
    url: server.url,
    profile: 'blocking',
    name: 'faults-replica',
    onError: () => undefined,
  });
  await whenReady(admin, READY_MS);
  return {
    port: server.port,
    admin,
    link,
    follow: async () => {
      await admin.replicaof('127.0.0.1', link.port);
    },
    [Symbol.asyncDispose]: async () => {
      await closeRedis(admin, 1_000);
      await server.stop();
      await link.stop();
    },
  };
}

/** Until `follower` has all that `leader` has written. */
export async function untilInSync(leader: Redis, follower: Redis): Promise<void> {
  await waitFor('the replica has followed', SYNC_MS, async () => {
    const [ahead, behind] = await Promise.all([replicationOf(leader), replicationOf(follower)]);
    return (
      behind.get('master_link_status') === 'up' &&
      behind.get('slave_repl_offset') === ahead.get('master_repl_offset')
    );
  });
}

/** From the text of `INFO replication`. */
async function replicationOf(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const text = await redis.info('replication');
  return new Map(
    text.split('\r\n').map((line) => {
      const [name = '', value = ''] = line.split(':', 2);
      return [name, value];
    }),
  );
}

/** Every process finds this server where it looks for its queue. */
export function pointAllAt({ apps }: Pick<FaultFleet, 'apps'>, { port }: Pick<FaultRedis, 'port'>): void {
  for (const { queue } of apps()) queue.retarget(port);
}

/** The first server follows the promoted one, takes over all that it wrote, and is the primary again. */
export async function failBack(fleet: FaultFleet, { admin, port }: Replica): Promise<void> {
  const { queue } = fleet;
  await queue.admin.replicaof('127.0.0.1', port);
  await untilInSync(admin, queue.admin);
  await admin.client('PAUSE', SYNC_MS, 'WRITE');
  await untilInSync(admin, queue.admin);
  await queue.admin.replicaof('NO', 'ONE');
  pointAllAt(fleet, queue);
}
