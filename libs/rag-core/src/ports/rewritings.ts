import type { TokenUsage } from './models.ts';

/** What a follow-up became, and whose call that was. */
export interface KeptRewriting {
  /** As the model wrote it: with stand-ins for the people of the conversation. */
  readonly question: string;
  /** The query that paid for it. */
  readonly queryId: string;
  readonly usage: TokenUsage;
}

/**
 * What equal follow-ups of a tenant became, for minutes, so that all of them become the same question and one call is
 * paid for. Sealed at rest; one that was tampered with or moved to another id is none. Faults: unavailable, timeout.
 */
export interface Rewritings {
  read(tenantId: string, rewritingId: string): Promise<KeptRewriting | null>;
  /** The first one of an id stays. Returns the one that is kept. */
  keep(
    tenantId: string,
    rewritingId: string,
    rewriting: KeptRewriting,
    keepMs: number,
  ): Promise<KeptRewriting>;
}
