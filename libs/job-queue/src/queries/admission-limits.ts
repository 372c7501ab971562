import type { Lane } from '@ragfleet/kernel';

/** How much the fleet takes in before it says "later". Everything beyond is refused at once, never buffered. */
export interface AdmissionLimits {
  /** Submissions, counted over windows of 10 s, so that a batch may come at once. */
  readonly perSecondOfKey: number;
  readonly perSecondOfTenant: number;
  /** Queries of one tenant that are queued or running. */
  readonly openPerTenant: number;
  /** Jobs that wait in a lane, of all tenants. */
  readonly laneDepth: Readonly<Record<Lane, number>>;
  /** The part of the high lane's depth that one tenant may fill, 0 to 1. */
  readonly highShareOfTenant: number;
  /** Open queries per tenant and lane that go straight to the list; later ones take turns with other tenants. */
  readonly fairShareOfLane: number;
  /** Used part of Redis's `maxmemory` above which nothing new is taken: a full Redis cannot even drain. */
  readonly memoryWatermark: number;
}

/** What one tenant has instead of everybody's; null takes everybody's. */
export type OwnAdmissionLimits = Readonly<
  Record<'perSecondOfKey' | 'perSecondOfTenant' | 'openPerTenant' | 'highShareOfTenant', number | null>
>;

/** The depth of lanes and the memory watermark are the fleet's for everybody. */
export function limitsOfTenant(fleet: AdmissionLimits, own: OwnAdmissionLimits | null): AdmissionLimits {
  if (own === null) return fleet;
  return {
    ...fleet,
    perSecondOfKey: own.perSecondOfKey ?? fleet.perSecondOfKey,
    perSecondOfTenant: own.perSecondOfTenant ?? fleet.perSecondOfTenant,
    openPerTenant: own.openPerTenant ?? fleet.openPerTenant,
    highShareOfTenant: own.highShareOfTenant ?? fleet.highShareOfTenant,
  };
}

/** The limits of a fleet that sets none of its own. */
export const DEFAULT_ADMISSION_LIMITS: AdmissionLimits = {
  perSecondOfKey: 200,
  perSecondOfTenant: 500,
  openPerTenant: 1_000,
  laneDepth: { high: 5_000, normal: 50_000, low: 100_000 },
  highShareOfTenant: 0.2,
  // These stand before everybody else's: beside a flood others took 1.12 times as long with 5, and 1.26 with 20 (F45 of faults/).
  fairShareOfLane: 5,
  memoryWatermark: 0.7,
};
