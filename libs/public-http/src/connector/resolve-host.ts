import { lookup } from 'node:dns/promises';

/** Every address of a host name. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

/** The system's resolver, IPv4 first: egress without IPv6 is commoner than the other way round. */
export const resolveBySystem: ResolveHost = async (hostname) => {
  const answers = await lookup(hostname, { all: true, order: 'ipv4first' });
  return answers.map((answer) => answer.address);
};
