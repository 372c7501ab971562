import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { FaultFleet } from '../../fleet/contract.ts';
import type { Certificate } from './receiver-certificates.ts';

/** The receiver behind TLS, on a port of its own. */
export interface TlsReceiver extends AsyncDisposable {
  urlFor(tenantId: string, endpoint: string): string;
  /** Shows this one from now on. */
  show(certificate: Certificate): void;
}

export async function startTlsReceiver(
  { receiver }: Pick<FaultFleet, 'receiver'>,
  certificate: Certificate,
): Promise<TlsReceiver> {
  const open = new Set<TLSSocket>();
  const receiverPort = Number(new URL(`http://${receiver.host}`).port);
  const server = createServer(certificate, (socket) => {
    open.add(socket);
    const inside = connect({ host: '127.0.0.1', port: receiverPort });
    // Either end may go at any time: that is what it is there for.
    for (const one of [socket, inside]) one.on('error', () => undefined);
    socket.once('close', () => {
      open.delete(socket);
      inside.destroy();
    });
    inside.once('close', () => socket.destroy());
    socket.pipe(inside).pipe(socket);
  });
  server.on('tlsClientError', () => undefined); // a sender that refuses the certificate
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The TLS receiver has no port.');
  return {
    urlFor: (tenantId, endpoint) => `https://127.0.0.1:${address.port}/${tenantId}/${endpoint}`,
    show: (next) => server.setSecureContext(next),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
