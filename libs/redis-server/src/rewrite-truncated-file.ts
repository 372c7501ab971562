import { Fault } from '@ragfleet/kernel';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const REPLY_TIMEOUT_MS = 2_000;
const REWRITE_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

/**
 * Rewrites the append-only file of a server that had to cut its end off while it loaded. Redis cuts behind the last whole
 * command, also inside a transaction: what is left of that one would be done with the next transaction when the file is
 * loaded again. Throws a Fault `unavailable` when it does not succeed.
 */
export async function rewriteTruncatedFile(options: {
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
}): Promise<void> {
  const { port, pid, logFile } = options;
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).split('\n');
  if (!lines.some((line) => line.startsWith(`${pid}:`) && line.includes('Truncating the AOF'))) return;
  await ask(port, 'BGREWRITEAOF');
  const untilMs = performance.now() + REWRITE_TIMEOUT_MS;
  while (isRewriting(await ask(port, 'INFO persistence'))) {
    if (performance.now() > untilMs)
      throw new Fault('unavailable', 'The append-only file was truncated and is not rewritten in time.');
    await delay(POLL_MS);
  }
}

const isRewriting = (info: string): boolean => /aof_rewrite_(in_progress|scheduled):1/.test(info);

/** One command, raw; the whole reply up to QUIT's. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect({ host: '127.0.0.1', port });
    const fail = (cause?: Error): void => {
      socket.destroy();
      reject(new Fault('unavailable', `Redis does not answer ${command}.`, { cause }));
    };
    socket.setTimeout(REPLY_TIMEOUT_MS, () => fail());
    socket.once('error', fail);
    socket.once('connect', () => socket.write(`${command}\r\nQUIT\r\n`));
    socket.on('data', (bytes) => (reply += bytes.toString('latin1')));
    socket.once('close', () => resolve(reply));
  });
}
