import type { ServerResponse } from 'node:http';
import type { Responder } from '../../fleet/webhook-receiver.ts';
import { setTimeout as delay } from 'node:timers/promises';

const HUGE_BYTES = 100 * 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024, 0x61);
const DRIP_MS = 1_000;

/** Receivers that are as bad as they come. Each says how much it could get rid of. */
export interface HostileResponders {
  readonly byEndpoint: Readonly<Record<string, Responder>>;
  sentBytes(endpoint: string): number;
  /** Cuts whoever still listens. */
  letGo(): void;
}

export function createHostileResponders(): HostileResponders {
  const sent = new Map<string, number>();
  const count = (endpoint: string, bytes: number): void =>
    void sent.set(endpoint, (sent.get(endpoint) ?? 0) + bytes);

  const open = new Set<ServerResponse>();
  const keep =
    (responder: Responder): Responder =>
    (delivery, response) => {
      open.add(response);
      response.once('close', () => open.delete(response));
      return responder(delivery, response);
    };

  const hang: Responder = () => null;

  /** Reads the reply byte by byte: one a second, for ever. */
  const drip: Responder = ({ endpoint }, response) => {
    const { socket } = response;
    const text = Buffer.from(`HTTP/1.1 200 OK\r\nx-slow: ${'a'.repeat(600)}`);
    let at = 0;
    const timer = setInterval(() => {
      socket?.write(text.subarray(at, at + 1));
      at += 1;
      count(endpoint, 1);
    }, DRIP_MS);
    socket?.once('close', () => clearInterval(timer));
    socket?.on('error', () => undefined);
    return null;
  };

  /** Says 200 at once; what follows is worth nobody's time. */
  const dripBody: Responder = ({ endpoint }, response) => {
    response.writeHead(200);
    const timer = setInterval(() => {
      response.write('a');
      count(endpoint, 1);
    }, DRIP_MS);
    response.write('a');
    response.once('close', () => clearInterval(timer));
    response.on('error', () => undefined);
    return 200;
  };

  const huge: Responder = ({ endpoint }, response) => {
    response.writeHead(200);
    response.on('error', () => undefined);
    const more = async (): Promise<void> => {
      for (let bytes = 0; bytes < HUGE_BYTES && !response.destroyed; bytes += PIECE.length) {
        const isTaken = response.write(PIECE, () => count(endpoint, PIECE.length));
        if (!isTaken) await delay(1);
      }
      response.end();
    };
    void more();
    return 200;
  };

  const endlessHeaders: Responder = ({ endpoint }, response) => {
    const { socket } = response;
    socket?.on('error', () => undefined);
    const line = `x-more: ${'a'.repeat(1_000)}\r\n`;
    const more = async (): Promise<void> => {
      socket?.write('HTTP/1.1 200 OK\r\n');
      while (socket !== null && !socket.destroyed) {
        socket.write(line, () => count(endpoint, line.length));
        await delay(1);
      }
    };
    void more();
    return null;
  };

  return {
    byEndpoint: {
      hang: keep(hang),
      drip: keep(drip),
      'drip-body': keep(dripBody),
      huge: keep(huge),
      headers: keep(endlessHeaders),
    },
    letGo: () => {
      for (const response of open) response.destroy();
    },
    sentBytes: (endpoint) => sent.get(endpoint) ?? 0,
  };
}
