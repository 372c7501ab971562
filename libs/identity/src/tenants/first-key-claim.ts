import { randomUUID } from 'node:crypto';

/** Within this whoever has the claim is still making the key; later it is another's who asks for the tenant. */
export const CLAIM_MS = 5_000;

/**
 * The right to make a tenant's first key. It lies with the tenant until there is a key, so that a tenant whose maker was cut
 * off in between is not one that nobody can enter.
 */
export const newFirstKeyClaim = (nowMs: number): string => `${nowMs} ${randomUUID()}`;

/** Whether somebody may still be making the key, or has made it: then there is no claim. */
export const isClaimedStill = (claim: string | null, nowMs: number): boolean =>
  claim === null || Number.parseInt(claim, 10) > nowMs - CLAIM_MS;
