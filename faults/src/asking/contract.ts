import type { QueryResource } from '@ragfleet/contracts';
import type { Lane } from '@ragfleet/kernel';
import type { FaultTenant } from '../fleet/contract.ts';

/** One question to the fleet. What is left out is a question of its own, past the cache, with a webhook. */
export interface Ask {
  /** The first one when left out. */
  readonly tenant?: FaultTenant;
  readonly lane?: Lane;
  readonly question?: string;
  /** 120 when left out, so that a minute without a queue ends nothing. */
  readonly deadlineSeconds?: number;
  /** Where its webhook goes; null asks for none. */
  readonly callbackUrl?: string | null;
  /** One of its own when left out. */
  readonly idempotencyKey?: string;
  /** Of one ingress of several. */
  readonly ingressUrl?: string;
  readonly cacheMode?: 'default' | 'bypass' | 'refresh' | 'only';
}

/** How a submission went, as its client sees it. */
export interface Submitted {
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  /** Null when there was no reply. */
  readonly status: number | null;
  /** Null unless it was accepted. */
  readonly queryId: string | null;
  readonly isReplay: boolean;
  /** Of a reply that has one. */
  readonly retryAfter: string | null;
  readonly tookMs: number;
  /** Whole, so that the same can be sent again. */
  readonly ask: WholeAsk;
}

/** An `Ask` with everything decided. */
export type WholeAsk = Required<Omit<Ask, 'ingressUrl'>> & Pick<Ask, 'ingressUrl'>;

/** An accepted query. */
export interface Accepted {
  readonly tenant: FaultTenant;
  readonly queryId: string;
  readonly callbackUrl: string | null;
}

export interface LoadOptions extends Omit<Ask, 'question' | 'idempotencyKey'> {
  readonly perSecond: number;
}

/** Questions that keep coming. */
export interface Load {
  /** Ends it, and resolves when each has an outcome: with the accepted ones. */
  stop(): Promise<readonly Accepted[]>;
}

/** The fleet's clients. Everything that they are told is in the history. */
export interface Asking {
  /** Sends it once. Never throws for what the fleet does. */
  submit(ask?: Ask): Promise<Submitted>;
  /** As clients are told to: the same key again until the outcome is known. Throws when it is refused, or not known in 60 s. */
  ask(ask?: Ask): Promise<Accepted>;
  /** That many at once, each until its outcome is known. */
  askMany(count: number, ask?: Omit<Ask, 'question' | 'idempotencyKey'>): Promise<readonly Accepted[]>;
  /** Begins them at even times, whether or not the ones before are through; each goes on until its outcome is known. */
  keepAsking(load: LoadOptions): Load;
  /** Everything that was accepted so far. */
  accepted(): readonly Accepted[];
  /** As its owner reads it. Throws when the fleet does not answer with it. */
  read(query: Accepted): Promise<QueryResource>;
  /** Resolves with the resource when its status is one of these; throws after `limitMs`. */
  until(
    query: Accepted,
    statuses: readonly QueryResource['status'][],
    limitMs: number,
  ): Promise<QueryResource>;
  /** Until every one of them has ended; throws after `limitMs`. */
  untilEnded(queries: readonly Accepted[], limitMs: number): Promise<readonly QueryResource[]>;
}

export const TERMINAL: readonly QueryResource['status'][] = ['succeeded', 'failed', 'canceled', 'expired'];
