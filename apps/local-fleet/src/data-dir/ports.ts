import { Fault } from '@ragfleet/kernel';
import { randomInt } from 'node:crypto';
import type { PortClaims } from './port-claims.ts';

// Below the ports that kernels give to outgoing connections, so that none of those takes a port between probe and bind.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const MAX_TRIES = 1_000;

/** Claims `count` different free ports on 127.0.0.1. */
export async function findFreePorts(claims: PortClaims, count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries += 1) {
    if (tries > MAX_TRIES) throw new Fault('unavailable', 'No free ports between 20000 and 32000.');
    const port = randomInt(LOWEST, HIGHEST);
    if (await claims.claim(port)) found.add(port);
  }
  return [...found];
}

interface PreferredPort {
  /** Of what listens there. */
  readonly name: string;
  readonly port: number;
  readonly fallback: number;
  readonly say: (line: string) => void;
}

/** The wanted port when it is free, else `fallback`, and then says so. */
export async function preferPort(
  claims: PortClaims,
  { name, port, fallback, say }: PreferredPort,
): Promise<number> {
  if (await claims.claim(port)) return port;
  say(`Port ${port} is taken: the ${name} listens on ${fallback}. Choose another with --port N.`);
  return fallback;
}

/** The port that the user named. Fault `conflict` with the fix when it is taken. */
export async function requirePort(claims: PortClaims, port: number): Promise<number> {
  if (await claims.claim(port)) return port;
  throw new Fault('conflict', `Port ${port} is taken. Choose another with --port, or leave it out.`);
}
