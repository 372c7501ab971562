import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { DeliveryResult } from '@ragfleet/contracts';
import { afterEach } from 'vitest';
import { parseAllowHosts } from '../addresses/allow-hosts.ts';
import { createWebhookSender, type WebhookSenderOptions } from './create-webhook-sender.ts';

export const SECRETS = ['a', 'b'].map(
  (letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`,
);
export const BODY = Buffer.from(
  '{"type":"query.succeeded","timestamp":"2026-11-01T00:00:00.000Z","data":{"t":"é漢😀"}}',
);
const never = new AbortController().signal;

export type Receive = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface Receivers {
  receiver(receive: Receive): Promise<string>;
  /** What happens on the wire alone, once the first bytes of a request are there. */
  wireReceiver(onRequest: (socket: Socket) => void): Promise<string>;
  /** Under the name receiver.test. */
  tlsReceiver(certificate: { readonly cert: string; readonly key: string }): Promise<string>;
  send(url: string, options?: Partial<WebhookSenderOptions>, signal?: AbortSignal): Promise<DeliveryResult>;
}

/** Real receivers on 127.0.0.1, which end with their test, and a sender that may reach them. */
export function openReceivers(): Receivers {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });
  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    server.on('connection', (socket: Socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  return {
    receiver: async (receive) => {
      const server = createServer((request, response) => void receive(request, response));
      return `http://127.0.0.1:${await listen(server)}/hook?x=1`;
    },
    wireReceiver: async (onRequest) => {
      const server = createTcpServer((socket) => void socket.once('data', () => onRequest(socket)));
      return `http://127.0.0.1:${await listen(server)}/hook`;
    },
    tlsReceiver: async (certificate) => {
      const server = createTlsServer(certificate, (_request, response) => void response.end());
      return `https://receiver.test:${await listen(server)}/hook`;
    },
    send: (url, options = {}, signal = never) => {
      const facts = { secretsOf: async () => SECRETS, allowHosts: parseAllowHosts('127.0.0.1') };
      const sender = createWebhookSender({ ...facts, ...options });
      return sender.send({ tenantId: 'acme', webhookId: 'wh-q_1-query-succeeded', url, body: BODY }, signal);
    },
  };
}
