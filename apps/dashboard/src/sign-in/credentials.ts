import { createHash, timingSafeEqual } from 'node:crypto';
import { isFault, type Principal } from '@ragfleet/kernel';

export interface Credentials {
  readonly user: string;
  /** The dashboard's password, or an operator's API key. */
  readonly password: string;
}

/** The name of the one whose credentials these are; null when they are nobody's. Fault `unavailable` when that cannot be known. */
export type CheckCredentials = (credentials: Credentials) => Promise<string | null>;

export interface CredentialOptions {
  readonly user: string;
  /** null: only operator API keys sign in. */
  readonly password: string | null;
  readonly authenticate: (authorization: string) => Promise<Principal>;
}

export function createCheckCredentials({
  user,
  password,
  authenticate,
}: CredentialOptions): CheckCredentials {
  const operatorOf = async (apiKey: string): Promise<string | null> => {
    try {
      const principal = await authenticate(`Bearer ${apiKey}`);
      return principal.kind === 'operator' ? principal.principalId : null;
    } catch (error) {
      if (isFault(error, 'unauthenticated')) return null;
      throw error;
    }
  };
  return async (given) => {
    // Both are compared in any case, so that the time tells nothing about which one was wrong.
    const isUser = isSame(given.user, user);
    const isPassword = password !== null && isSame(given.password, password);
    if (isUser && isPassword) return user;
    return given.password.startsWith('rag_') ? operatorOf(given.password) : null;
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
