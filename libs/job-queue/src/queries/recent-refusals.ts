import type { Clock, Lane } from '@ragfleet/kernel';
import type { AdmissionLimits } from './admission-limits.ts';
import type { AdmissionRefusal } from './scripts/admit.ts';

/** Who asks, as far as a refusal is about them. */
export interface RefusedQuery extends RefusedCaller {
  readonly lane: Lane;
}

export interface RefusedCaller {
  readonly tenantId: string;
  readonly keyId: string;
  /** A refusal of a rate holds under the limits that it was made under. */
  readonly limits: Pick<AdmissionLimits, 'perSecondOfKey' | 'perSecondOfTenant'>;
}

/** What Redis has just refused, so that a flood hears it again without costing Redis what an admission costs. */
export interface RecentRefusals {
  /** The refusal that still holds for such a query; null when Redis has to be asked. */
  of(query: RefusedQuery): AdmissionRefusal | null;
  remember(query: RefusedQuery, refusal: AdmissionRefusal): void;
  /** That of a rate alone, for what takes no place in a lane. */
  ofRate(caller: RefusedCaller): RateRefusal | null;
  rememberRate(caller: RefusedCaller, retryAfterMs: number): void;
  /** Somebody has just made room for this tenant. */
  forget(tenantId: string): void;
}

/** How long no room is believed: what ends meanwhile is taken up a moment later, while far more than that waits. */
const FULL_FOR_MS = 100;
/** Beyond this many the memory starts anew: it costs a question to Redis each. */
const MAX_REFUSALS = 10_000;

type RateRefusal = AdmissionRefusal & { readonly outcome: 'rate-limited' };

interface Remembered {
  readonly refusal: AdmissionRefusal;
  readonly untilMs: number;
}

export function createRecentRefusals(clock: Clock): RecentRefusals {
  const remembered = new Map<string, Remembered>();
  const holding = (subject: string): AdmissionRefusal | null => {
    const known = remembered.get(subject);
    if (known === undefined) return null;
    const leftMs = known.untilMs - clock.monotonicMs();
    if (leftMs > 0)
      return isOfRate(known.refusal) ? { ...known.refusal, retryAfterMs: leftMs } : known.refusal;
    remembered.delete(subject);
    return null;
  };
  const remember = (subject: string, refusal: AdmissionRefusal): void => {
    if (remembered.size >= MAX_REFUSALS) remembered.clear();
    // A window of the rate is over at its time and not before: until then nothing is guessed.
    const holdsMs = isOfRate(refusal) ? refusal.retryAfterMs : FULL_FOR_MS;
    remembered.set(subject, { refusal, untilMs: clock.monotonicMs() + holdsMs });
  };
  return {
    of: (query) => {
      for (const outcome of OUTCOMES) {
        const refusal = holding(subjectOf(outcome, query));
        if (refusal?.outcome === outcome) return refusal;
      }
      return null;
    },
    remember: (query, refusal) => {
      if (refusal.outcome !== 'key-reused') remember(subjectOf(refusal.outcome, query), refusal);
    },
    ofRate: (caller) => {
      const refusal = holding(rateOf(caller));
      return refusal !== null && isOfRate(refusal) ? refusal : null;
    },
    rememberRate: (caller, retryAfterMs) =>
      remember(rateOf(caller), { outcome: 'rate-limited', retryAfterMs }),
    forget: (tenantId) => {
      remembered.delete(fullOf(tenantId));
      remembered.delete(shareOf(tenantId));
    },
  };
}

type Outcome = Exclude<AdmissionRefusal['outcome'], 'key-reused'>;

/** In the order in which an admission looks at them. */
const OUTCOMES: readonly Outcome[] = ['rate-limited', 'tenant-full', 'high-share-full', 'lane-full'];

const isOfRate = (refusal: AdmissionRefusal): refusal is RateRefusal => refusal.outcome === 'rate-limited';

/** Whom a refusal is about. The high lane's share is nobody's in another lane. */
function subjectOf(outcome: Outcome, query: RefusedQuery): string {
  const { tenantId, lane } = query;
  switch (outcome) {
    case 'rate-limited':
      return rateOf(query);
    case 'tenant-full':
      return fullOf(tenantId);
    case 'high-share-full':
      return lane === 'high' ? shareOf(tenantId) : '';
    case 'lane-full':
      return `lane ${lane}`;
    default:
      return outcome satisfies never;
  }
}

const rateOf = ({ tenantId, keyId, limits }: RefusedCaller): string =>
  `rate ${tenantId} ${keyId} ${limits.perSecondOfKey} ${limits.perSecondOfTenant}`;
const fullOf = (tenantId: string): string => `full ${tenantId}`;
const shareOf = (tenantId: string): string => `share ${tenantId}`;
