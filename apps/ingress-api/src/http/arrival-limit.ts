import type { IncomingMessage } from 'node:http';

type Rearm = (limitMs: number) => void;

const limits = new WeakMap<IncomingMessage, Rearm>();

/** Calls `onLate` when a request has not arrived in whole within `limitMs`, whoever reads it. */
export function limitArrival(request: IncomingMessage, limitMs: number, onLate: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  const rearm: Rearm = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(() => request.complete || onLate(), ms);
  };
  rearm(limitMs);
  limits.set(request, rearm);
  request.once('close', () => clearTimeout(timer));
}

/** Gives a request another `limitMs` from now to arrive. */
export function extendArrival(request: IncomingMessage, limitMs: number): void {
  if (!request.destroyed) limits.get(request)?.(limitMs);
}
