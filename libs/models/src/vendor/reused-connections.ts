import { buildConnector, errors } from 'undici';

/** Tells a call that met a dying connection from one that the server broke off. */
export interface ReusedConnections {
  readonly connect: buildConnector.connector;
  /** True for what a request threw because a connection that had served before closed in place of a reply. */
  brokeOff(error: unknown): boolean;
}

const CLOSED: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Connections that are watched from their opening. */
export function createReusedConnections(connectMs: number): ReusedConnections {
  const base = buildConnector({ timeout: connectMs });
  // Not every error tells its connection: those of the system do not.
  const ofReused = new WeakSet<Error>();
  return {
    connect: (target, callback) =>
      base(target, (...[error, socket]) => {
        if (error !== null) {
          callback(error, null);
          return;
        }
        socket.on('error', (cause: Error) => {
          if (socket.bytesRead > 0) ofReused.add(cause);
        });
        callback(null, socket);
      }),
    brokeOff: (error) => {
      if (!(error instanceof Error) || !('code' in error) || !CLOSED.has(error.code)) return false;
      return ofReused.has(error) || readBefore(error);
    },
  };
}

/** undici's own errors carry their socket's counts. */
const readBefore = (error: Error): boolean =>
  error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0;
