import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { peerPath } from '../../peers.ts';

export interface Gateway {
  readonly url: string;
  stop(): Promise<void>;
}

const SCRIPT = 'portkey-gateway.mjs';
const READY_MS = 30_000;

/** Portkey's gateway as its package starts it, without its console. Throws when it does not answer in time. */
export async function startPortkeyGateway(): Promise<Gateway> {
  const port = await freePort();
  const child = spawn(process.execPath, [peerPath(SCRIPT), '--headless', `--port=${port}`], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const untilMs = performance.now() + READY_MS;
  while (!(await answers(url))) {
    if (performance.now() > untilMs) {
      await stop();
      throw new Error('The gateway does not answer.');
    }
    await delay(100);
  }
  return { url, stop };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  server.close();
  await once(server, 'close');
  return address.port;
}
