/** What a tenant wants of the guards. It tightens what the fleet does, and loosens nothing. */
export interface GuardPolicy {
  /** A question that tries to steer the model is answered with a warning, or ends. */
  readonly injection: 'flag' | 'block';
  /** In what a prompt shows of a document. */
  readonly codeBlocks: 'keep' | 'remove';
  readonly urls: 'keep' | 'remove';
  /** How personal data is written where a vendor would see it. */
  readonly piiStrategy: 'replace' | 'hash' | 'mask';
  /** Kinds that end a question, beside those that always do. */
  readonly blockedPiiKinds: readonly string[];
  /** Whether a model may be asked if a kept question of somebody means the same, where the fleet asks one. */
  readonly cacheJudge: 'fleet' | 'off';
}

/** The policy of a tenant that has set none. */
export const DEFAULT_GUARD_POLICY: GuardPolicy = {
  injection: 'flag',
  codeBlocks: 'keep',
  urls: 'keep',
  piiStrategy: 'replace',
  blockedPiiKinds: [],
  cacheJudge: 'fleet',
};
