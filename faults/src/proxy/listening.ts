import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const HOST = '127.0.0.1';
/** While a proxy is down, a connection of another process may take its port for a moment. */
const PORT_WAIT_MS = 5_000;
const PORT_RETRY_MS = 50;

/** A place that can be opened and closed again and keeps its port. */
export interface Listening {
  readonly port: number;
  /** Opens or closes it; resolves when that is so. Calls are served in their order. */
  turn(isOpen: boolean): Promise<void>;
}

export interface ListeningOptions {
  /** 0 lets the system choose one. */
  readonly port: number;
  readonly maxConnections: number;
  readonly onConnection: (client: Socket) => void;
  /** Called when nobody is let in any more: it is closed once those inside have left. */
  readonly onClosing: () => void;
}

/** Opens it. Rejects when the port is taken. */
export async function startListening(options: ListeningOptions): Promise<Listening> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, options.onConnection);
  server.maxConnections = options.maxConnections;
  const listen = async (port: number): Promise<void> => {
    server.listen(port, HOST);
    await once(server, 'listening');
  };
  await listen(options.port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const { port } = address;

  const settle = async (isOpen: boolean): Promise<void> => {
    if (isOpen === server.listening) return;
    if (isOpen) await untilFree(() => listen(port));
    else await close();
  };
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    options.onClosing();
    await closed;
  };
  let last = Promise.resolve();
  return {
    port,
    turn: (isOpen) => {
      const turned = last.catch(() => undefined).then(() => settle(isOpen));
      last = turned;
      return turned;
    },
  };
}

async function untilFree(listen: () => Promise<void>): Promise<void> {
  const endsAtMs = performance.now() + PORT_WAIT_MS;
  for (;;) {
    try {
      return await listen();
    } catch (error) {
      if (!isPortTaken(error) || performance.now() >= endsAtMs) throw error;
    }
    await pause(PORT_RETRY_MS);
  }
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
