import type { Socket } from 'node:net';
import { createAlarm } from './alarm.ts';
import type { ProxyConnection } from './contract.ts';
import { type Rules, type SideOptions, startSide } from './side.ts';

export interface OpenConnection extends ProxyConnection {
  /** To be called when toxics or the hook changed. */
  follow(): void;
}

export interface ConnectionOptions {
  readonly id: number;
  readonly client: Socket;
  readonly server: Socket;
  readonly rules: Rules;
  /** Told what a hook threw; the connection is cut by then. */
  readonly onHookError: (error: unknown) => void;
  readonly onClosed: (connection: OpenConnection) => void;
}

/** Two sockets and what flows between them, until both are closed. */
export function openConnection(options: ConnectionOptions): OpenConnection {
  const { id, client, server, rules } = options;
  const alarm = createAlarm();
  const cut = (): void => {
    client.destroy();
    server.destroy();
  };
  const ask: SideOptions['ask'] = async (hook, direction, bytes) => {
    try {
      return await hook({ direction, bytes, connection });
    } catch (error) {
      cut();
      options.onHookError(error);
      return 'drop';
    }
  };
  const upstream = startSide({
    direction: 'upstream',
    source: client,
    destination: server,
    alarm,
    rules,
    ask,
  });
  const downstream = startSide({
    direction: 'downstream',
    source: server,
    destination: client,
    alarm,
    rules,
    ask,
  });
  const connection: OpenConnection = {
    id,
    clientPort: client.remotePort ?? 0,
    passedBytes: () => ({ upstream: upstream.passedBytes(), downstream: downstream.passedBytes() }),
    cut,
    follow: () => {
      upstream.follow();
      downstream.follow();
      if (upstream.isBroken() || downstream.isBroken()) {
        client.resetAndDestroy();
        server.resetAndDestroy();
      }
      alarm.wake();
    },
  };
  const closed = (): void => {
    if (!client.closed || !server.closed) return;
    upstream.end();
    downstream.end();
    alarm.end();
    options.onClosed(connection);
  };
  client.on('close', closed);
  server.on('close', closed);
  connection.follow();
  return connection;
}
