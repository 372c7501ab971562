/**
 * What a day counts of one user, in fields that begin with `user:<id>:` or `own:<id>:`. An id may hold anything: that of
 * somebody else may begin with this one and a colon.
 */
const BEHIND_ID: Readonly<Record<UserCounter, RegExp>> = {
  user: /^(?:queries|total|hits|saved|unsettled)$/,
  own: /^(?:model|route|use):.*:(?:queries|total)$/s,
};

export type UserCounter = 'user' | 'own';

export const userCounters = (kind: UserCounter, principalId: string): string => `${kind}:${principalId}:`;

/** What stands behind the id; null for a field that counts somebody else, or something else. */
export function counterOf(field: string, kind: UserCounter, principalId: string): string | null {
  const beginning = userCounters(kind, principalId);
  if (!field.startsWith(beginning)) return null;
  const rest = field.slice(beginning.length);
  return BEHIND_ID[kind].test(rest) ? rest : null;
}
