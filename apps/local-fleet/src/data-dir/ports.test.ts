import { beforeEach, expect, test } from 'vitest';
import type { PortClaims } from './port-claims.ts';
import { preferPort, requirePort } from './ports.ts';

const [TAKEN, FREE, FALLBACK] = [8_080, 9_000, 23_456] as const;
const claims: PortClaims = { claim: async (port) => port !== TAKEN, release: async () => undefined };
let said: string[];
beforeEach(() => {
  said = [];
});
const prefer = (port: number) =>
  preferPort(claims, { name: 'ingress', port, fallback: FALLBACK, say: (line) => void said.push(line) });

test('the port that is wanted is taken without a word', async () => {
  expect([await prefer(FREE), said]).toEqual([FREE, []]);
});

test("where it is another's, which one it is, what is taken in its place and how to choose is said", async () => {
  const line = 'Port 8080 is taken: the ingress listens on 23456. Choose another with --port N.';
  expect([await prefer(TAKEN), said]).toEqual([FALLBACK, [line]]);
});

test('a port that the user named is that one or none', async () => {
  expect(await requirePort(claims, FREE)).toBe(FREE);
  await expect(requirePort(claims, TAKEN)).rejects.toThrow('Port 8080 is taken. Choose another with --port');
});
