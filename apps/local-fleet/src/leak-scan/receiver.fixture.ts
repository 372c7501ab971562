import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly bodies: readonly string[];
  stop(): Promise<void>;
}

/** A receiver that keeps what it is sent, and answers as it is told. */
export async function startReceiver(reply: {
  status: number;
  text: string;
  header: string;
}): Promise<Receiver> {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      bodies.push(`${request.url ?? ''}\n${body}`);
      response.writeHead(reply.status, { 'x-note': reply.header }).end(reply.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    bodies,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
