/** Who is meant by the pseudonyms of the audit log. Forgetting somebody takes the link away and no line. */
export interface AuditPeople {
  /** What stands for a person in new lines. Resolves also while the store is away: then the link is kept here until it is back. */
  pseudonymOf(tenantId: string, principalId: string): Promise<string>;
  /** Everything that ever stood for a person; empty when nothing did, or it was erased. Faults: unavailable. */
  pseudonymsOf(tenantId: string, principalId: string): Promise<readonly string[]>;
  /** The people behind pseudonyms, as far as they are known. Faults: unavailable. */
  namesOf(tenantId: string, pseudonyms: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Erases a person from the log: how many pseudonyms lost their link. Faults: unavailable. */
  erase(tenantId: string, principalId: string): Promise<number>;
  /** Keeps what could not be kept while the store was away. */
  settle(): Promise<void>;
}
