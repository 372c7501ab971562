import { createHash, timingSafeEqual } from 'node:crypto';
import { isFault, type Principal } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';

export interface Credentials {
  readonly user: string;
  /** The dashboard's password, or an operator's API key. */
  readonly password: string;
}

/** By what somebody came in: the id of the operator key, or a digest of the user and password that were in force. No secret. */
export const credentialMark = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), keyId: z.string() }),
  z.object({ kind: z.literal('password'), digest: z.string() }),
]);
export type CredentialMark = z.output<typeof credentialMark>;

export interface Operator {
  readonly user: string;
  readonly cameBy: CredentialMark;
}

/** Faults `unavailable` when it cannot be known. */
export interface CredentialChecks {
  /** Whose credentials these are; null when they are nobody's. */
  check(credentials: Credentials): Promise<Operator | null>;
  /** False once the key was revoked, or the user or password changed. */
  isInForce(mark: CredentialMark): Promise<boolean>;
}

export interface CredentialOptions {
  readonly user: string;
  /** null: only operator API keys sign in. */
  readonly password: string | null;
  readonly authenticate: (authorization: string) => Promise<Principal>;
  readonly isOperatorKey: (keyId: string) => Promise<boolean>;
  readonly sealer: Pick<Sealer, 'digests'>;
}

export function createCredentialChecks(options: CredentialOptions): CredentialChecks {
  const { user, password, authenticate, isOperatorKey, sealer } = options;
  // Under every master key, so that a rotation signs nobody out. No user name holds a colon.
  const [current = '', ...older] =
    password === null ? [] : sealer.digests('', 'dashboard-password', `${user}:${password}`);
  const operatorOf = async (apiKey: string): Promise<Operator | null> => {
    try {
      const principal = await authenticate(`Bearer ${apiKey}`);
      if (principal.kind !== 'operator') return null;
      const { principalId, keyId } = principal;
      return { user: principalId, cameBy: { kind: 'key', keyId } };
    } catch (error) {
      if (isFault(error, 'unauthenticated')) return null;
      throw error;
    }
  };
  return {
    check: async (given) => {
      // Both are compared in any case, so that the time tells nothing about which one was wrong.
      const isUser = isSame(given.user, user);
      const isPassword = password !== null && isSame(given.password, password);
      if (isUser && isPassword) return { user, cameBy: { kind: 'password', digest: current } };
      return given.password.startsWith('rag_') ? operatorOf(given.password) : null;
    },
    isInForce: async (mark) =>
      mark.kind === 'key'
        ? isOperatorKey(mark.keyId)
        : password !== null && [current, ...older].includes(mark.digest),
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
