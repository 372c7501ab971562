import { createHash } from 'node:crypto';

/** The longest subject that is kept as it is. */
const MAX_CHARACTERS = 64;

/**
 * The name of a subject: of its issuer, so that equal subjects of two issuers are two people, and with a `~`, which no
 * API key's principal has. Letters that a name cannot have are written as `~` and their bytes in hex; a long subject as
 * its digest. No two subjects come to the same name.
 */
export function tokenPrincipalIdOf(issuerName: string, subject: string): string {
  const escaped = subject.replaceAll(/[^A-Za-z0-9_.@-]/gu, (letter) =>
    [...Buffer.from(letter)].map((byte) => `~${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  if (escaped.length <= MAX_CHARACTERS) return `${issuerName}~${escaped}`;
  // `h` is no hex digit: a digest is never taken for an escaped letter.
  return `${issuerName}~~h${createHash('sha256').update(subject).digest('base64url')}`;
}
