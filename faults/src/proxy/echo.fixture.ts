import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { TcpProxy } from './contract.ts';
import { startTcpProxy, type TcpProxyOptions } from './tcp-proxy.ts';

/** One end of a connection and all that was seen there. */
export interface Ear {
  readonly socket: Socket;
  readonly chunks: readonly Buffer[];
  text(): string;
  hasEnded(): boolean;
  isClosed(): boolean;
  /** The code of the error it was closed with. */
  errorCode(): string | null;
}

function listenTo(socket: Socket): Ear {
  const chunks: Buffer[] = [];
  let hasEnded = false;
  let isClosed = false;
  let errorCode: string | null = null;
  socket.on('data', (bytes: Buffer) => chunks.push(bytes));
  socket.on('end', () => (hasEnded = true));
  socket.on('close', () => (isClosed = true));
  socket.on('error', (error: NodeJS.ErrnoException) => (errorCode = error.code ?? error.message));
  return {
    socket,
    chunks,
    text: () => Buffer.concat(chunks).toString('latin1'),
    hasEnded: () => hasEnded,
    isClosed: () => isClosed,
    errorCode: () => errorCode,
  };
}

export interface EchoServer {
  readonly port: number;
  /** Its ends of the connections, in the order of their coming. */
  readonly ears: readonly Ear[];
}

/** Says back what it hears, and ends when the other side has ended. */
export async function startEchoServer(): Promise<EchoServer> {
  const ears: Ear[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    ears.push(listenTo(socket));
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const { socket } of ears) socket.destroy();
    await closed;
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The echo has no port.');
  return { port: address.port, ears };
}

/** A client at a port; `connect` may yet fail. */
export function dial(port: number): Ear {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  onTestFinished(() => void socket.destroy());
  return listenTo(socket);
}

export interface Stage {
  readonly echo: EchoServer;
  readonly proxy: TcpProxy;
  /** A client that has been answered through the proxy once, with `.`. */
  call(): Promise<Ear>;
}

/** An echo behind a proxy, both ended with the test. */
export async function openStage(options: Partial<TcpProxyOptions> = {}): Promise<Stage> {
  const echo = await startEchoServer();
  const proxy = await startTcpProxy({ targetPort: echo.port, ...options });
  onTestFinished(() => proxy.stop().catch(() => undefined));
  return {
    echo,
    proxy,
    call: async () => {
      const ear = dial(proxy.port);
      ear.socket.write('.');
      await once(ear.socket, 'data');
      return ear;
    },
  };
}

/** How long a wait took, in ms. */
export async function tookMs(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}
