import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Responder } from '../../fleet/webhook-receiver.ts';

const HUGE_BYTES = 100 * 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024, 0x61);
const SLOW_HEAD = Buffer.from(`HTTP/1.1 200 OK\r\nx-slow: ${'a'.repeat(600)}`);
const MORE_HEADERS = Buffer.from(`x-more: ${'a'.repeat(1_000)}\r\n`);
const DRIP_MS = 1_000;

/** Receivers that are as bad as they come, by the names of their endpoints. */
export interface HostileResponders {
  readonly byEndpoint: Readonly<Record<string, Responder>>;
  /** What they could get rid of. */
  sentBytes(endpoint: string): number;
  /** Cuts whoever still listens. */
  letGo(): void;
}

/** Answers one delivery badly, and says how many bytes it got rid of. */
type Abuse = (response: ServerResponse, onSent: (bytes: number) => void) => number | null;

export function createHostileResponders(): HostileResponders {
  const sent = new Map<string, number>();
  const open = new Set<ServerResponse>();
  const responderOf =
    (abuse: Abuse): Responder =>
    ({ endpoint }, response) => {
      open.add(response);
      response.once('close', () => open.delete(response));
      // Whoever is treated so hangs up at some time.
      response.on('error', () => undefined);
      response.socket?.on('error', () => undefined);
      return abuse(response, (bytes) => void sent.set(endpoint, (sent.get(endpoint) ?? 0) + bytes));
    };
  const abuses = { hang, drip, 'drip-body': dripBody, huge, headers: endlessHeaders };
  return {
    byEndpoint: Object.fromEntries(
      Object.entries(abuses).map(([endpoint, abuse]) => [endpoint, responderOf(abuse)]),
    ),
    sentBytes: (endpoint) => sent.get(endpoint) ?? 0,
    letGo: () => {
      for (const response of open) response.destroy();
    },
  };
}

const hang: Abuse = () => null;

/** Its head comes byte by byte, one a second. */
const drip: Abuse = ({ socket }, onSent) => {
  let at = 0;
  const timer = setInterval(() => {
    socket?.write(SLOW_HEAD.subarray(at, at + 1), () => onSent(1));
    at += 1;
  }, DRIP_MS);
  socket?.once('close', () => clearInterval(timer));
  return null;
};

/** Says 200 at once; what follows is worth nobody's time. */
const dripBody: Abuse = (response, onSent) => {
  response.writeHead(200);
  response.write('a');
  const timer = setInterval(() => response.write('a', () => onSent(1)), DRIP_MS);
  response.once('close', () => clearInterval(timer));
  return 200;
};

const huge: Abuse = (response, onSent) => {
  response.writeHead(200);
  const more = async (): Promise<void> => {
    for (let bytes = 0; bytes < HUGE_BYTES && !response.destroyed; bytes += PIECE.length) {
      const isTaken = response.write(PIECE, () => onSent(PIECE.length));
      if (!isTaken) await delay(1);
    }
    response.end();
  };
  void more();
  return 200;
};

const endlessHeaders: Abuse = (response, onSent) => {
  const more = async (): Promise<void> => {
    response.socket?.write('HTTP/1.1 200 OK\r\n');
    for (; response.socket?.destroyed === false; await delay(1))
      response.socket.write(MORE_HEADERS, () => onSent(MORE_HEADERS.length));
  };
  void more();
  return null;
};
