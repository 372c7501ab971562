/** Where the queue Redis holds sealed texts of one kind. */
export interface SealedPlace {
  /** As a report names it. */
  readonly kind: string;
  /** Of the keys, with the tenant as their second part. */
  readonly pattern: string;
  readonly purpose: string;
  /** Of a hash; null where the key itself holds the text. */
  readonly fields: readonly string[] | null;
}

/** What a walk did, by kind. */
export interface ResealReport {
  readonly kind: string;
  /** Texts that are under the current master key now and were not before. */
  readonly resealed: number;
  /** Texts that no known master key opens: another key's, or damaged. They are left as they are. */
  readonly unreadable: number;
}
