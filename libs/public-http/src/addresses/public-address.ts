import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

// IANA's special-purpose registry, and what clouds put on addresses that look public.
const DENIED_V4 = ranges([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32', // Azure's wire server
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

// IPv6 is allowed by list, not denied by list: range names call `::127.0.0.1` unicast.
const ALLOWED_V6 = ranges(['2000::/3']);
const DENIED_V6 = ranges(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** Decides whether an address may be connected to. */
export type AddressRules = (address: string) => boolean;

/**
 * Rules that allow public unicast addresses alone, minus `denyCidrs` (a cluster's service ranges can look
 * public). An address that does not parse is not public.
 */
export function createAddressRules(denyCidrs: readonly string[] = []): AddressRules {
  const denied = ranges(denyCidrs);
  return (text) => {
    // ipaddr.js alone would take `1.2.3` and zoned addresses.
    if (isIP(text) === 0 || text.includes('%')) return false;
    // `process` unwraps ::ffff:0:0/96, so that mapped addresses meet the IPv4 rules.
    const address = ipaddr.process(text);
    if (isIn(address, denied)) return false;
    if (address.kind() === 'ipv4') return !isIn(address, DENIED_V4);
    return isIn(address, ALLOWED_V6) && !isIn(address, DENIED_V6);
  };
}

/** True for an address of the public internet. */
export const isPublicAddress: AddressRules = createAddressRules();

function ranges(cidrs: readonly string[]): readonly Range[] {
  return cidrs.map((cidr) => ipaddr.parseCIDR(cidr));
}

function isIn(address: Address, list: readonly Range[]): boolean {
  return list.some((range) => address.kind() === range[0].kind() && address.match(range));
}
