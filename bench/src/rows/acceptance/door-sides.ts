import { isAnswered } from '../../fleet/is-answered.ts';
import { findPort } from '../../fleet/app-programs.ts';
import { startProgram } from '../../fleet/node-program.ts';
import type { AppFleet } from '../../fleet/start-app-fleet.ts';
import { floorPath } from '../../floors.ts';
import { peerPath } from '../../peers.ts';

export const OURS = 'ours';
export const FLOOR = 'floor';
export const EXPRESS = 'Express, zod, add';
export const FASTIFY = 'Fastify, ajv, add';

/** What takes submissions, and the process that it is. */
export interface DoorSide {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
}

/** A door that is no fleet: a script that is told its port and the queue Redis. */
export async function startDoor(
  started: AsyncDisposableStack,
  {
    name,
    script,
    queueRedisUrl,
  }: { readonly name: string; readonly script: string; readonly queueRedisUrl: string },
): Promise<DoorSide> {
  const port = await findPort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    QUEUE_REDIS_URL: queueRedisUrl,
  };
  const program = await startProgram({ name, script, environment, isReady: () => isAnswered(url) });
  started.defer(() => program.stop());
  return { name, url, pid: program.pid };
}

/** Ours, the floor and the peers, all over the queue Redis of the fleet. */
export async function startDoors(
  fleet: AppFleet,
  started: AsyncDisposableStack,
): Promise<readonly DoorSide[]> {
  const scripts = new Map([
    [FLOOR, floorPath('accept-main.ts')],
    [EXPRESS, peerPath('express-accept.mjs')],
    [FASTIFY, peerPath('fastify-accept.mjs')],
  ]);
  const doors: DoorSide[] = [{ name: OURS, url: fleet.url, pid: fleet.ingress.pid }];
  for (const [name, script] of scripts)
    doors.push(await startDoor(started, { name, script, queueRedisUrl: fleet.queueRedisUrl }));
  return doors;
}
