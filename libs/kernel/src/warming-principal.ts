// No API key can be named so: its principal has no slash in its name.
const PREFIX = 'cache-warmer/';

/** The name under which the fleet itself asks for one access group. */
export const warmingPrincipalId = (group: string): string => `${PREFIX}${group}`;

/** True when the fleet asks, to have an answer ready, and nobody waits for it. */
export const isWarmingPrincipal = (principalId: string): boolean => principalId.startsWith(PREFIX);
