import { connect } from 'node:net';

const ATTEMPT_TIMEOUT_MS = 500;
const END_OF_INFO = 'tcp_port:';

/**
 * True when process `pid` answers PING with PONG on 127.0.0.1:`port`; false while it loads its data or is not there.
 * It asks who answers, because a foreign server on the same port would say PONG too.
 */
export function answersPing(port: number, pid: number): Promise<boolean> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ATTEMPT_TIMEOUT_MS, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    socket.once('connect', () => socket.write('PING\r\nINFO server\r\n'));
    socket.on('data', (bytes) => {
      reply += bytes.toString('latin1');
      if (reply.startsWith('-')) finish(false);
      else if (reply.includes(END_OF_INFO)) finish(isPong(reply, pid));
    });
  });
}

const isPong = (reply: string, pid: number): boolean =>
  reply.startsWith('+PONG\r\n') && reply.includes(`\r\nprocess_id:${pid}\r\n`);
