import { connect, type Socket } from 'node:net';
import { type OpenConnection, openConnection } from './connection.ts';
import type { ChunkHook, Direction, ProxyConnection, TcpProxy } from './contract.ts';
import type { Rules } from './side.ts';
import { startListening } from './listening.ts';
import { createToxicTable } from './toxic-table.ts';

const MAX_CONNECTIONS = 1_000;
const DEFAULT_LIMIT_BYTES = 1_048_576;

export interface TcpProxyOptions {
  readonly targetPort: number;
  /** 127.0.0.1 unless told. */
  readonly targetHost?: string;
  /** A free one unless told. */
  readonly port?: number;
  /** From 0 up to 1; for jitter and for the sizes of slices. */
  readonly random?: () => number;
  /** How far each direction of a connection is read ahead, and one read more (64 KiB); 1 MiB unless told. */
  readonly limitBytes?: number;
}

/**
 * A TCP proxy on 127.0.0.1 before a server, which can be made as bad as a network while connections are open. It keeps
 * back-pressure, half-closed connections and resets: a RST of one side, or a server that refuses, is a RST to the other.
 * Takes 1,000 connections at a time.
 */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const { targetHost = '127.0.0.1', random = Math.random } = options;
  const { limitBytes = DEFAULT_LIMIT_BYTES } = options;
  const table = createToxicTable();
  const hookErrors: unknown[] = [];
  let hook: ChunkHook | null = null;
  let { targetPort } = options;
  const rules = {
    toxics: (direction: Direction) => table.of(direction),
    hook: () => hook,
    random,
    limitBytes,
  };
  const open = createOpenConnections(rules, (error) => void hookErrors.push(error));
  const listening = await startListening({
    port: options.port ?? 0,
    maxConnections: MAX_CONNECTIONS,
    onConnection: (client) =>
      open.add(client, connect({ port: targetPort, host: targetHost, allowHalfOpen: true, noDelay: true })),
    onClosing: open.cut,
  });
  const follow = async (): Promise<void> => {
    open.follow();
    await listening.turn(!table.isDown());
  };
  return {
    host: '127.0.0.1',
    port: listening.port,
    set: async (toxics, directions = 'both') => {
      table.set(toxics, directions);
      await follow();
    },
    remove: async (names, directions = 'both') => {
      table.remove(names, directions);
      await follow();
    },
    onChunk: (next) => {
      hook = next;
      open.follow();
    },
    connections: open.list,
    cut: open.cut,
    retarget: (next) => {
      targetPort = next;
      open.cut();
    },
    heal: async () => {
      table.clear();
      hook = null;
      await follow();
    },
    stop: async () => {
      await listening.turn(false);
      if (hookErrors.length > 0) throw hookErrors[0];
    },
  };
}

interface OpenConnections {
  add(client: Socket, server: Socket): void;
  readonly list: () => readonly ProxyConnection[];
  readonly cut: () => void;
  readonly follow: () => void;
}

function createOpenConnections(rules: Rules, onHookError: (error: unknown) => void): OpenConnections {
  const open = new Set<OpenConnection>();
  const onClosed = (closed: OpenConnection): void => void open.delete(closed);
  let opened = 0;
  return {
    add: (client, server) => {
      opened += 1;
      open.add(openConnection({ id: opened, client, server, rules, onHookError, onClosed }));
    },
    list: () => [...open],
    cut: () => open.forEach((connection) => connection.cut()),
    follow: () => open.forEach((connection) => connection.follow()),
  };
}
