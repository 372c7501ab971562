import { FINISHED_QUERY_TTL_SECONDS } from '@ragfleet/contracts';
import { estimateCost, PRICE_LIST } from '@ragfleet/pricing';
import type { FleetManifests } from '../read-fleet-manifests.ts';
import type { IngressManifests } from '../read-ingress-autoscaler.ts';
import { countDatabaseConnections } from './database-connections.ts';
import { MEASURED } from './measured.ts';

/** What is expected of a fleet. */
export interface Expectation {
  readonly dailyQueries: number;
  /** The busiest minute beside the mean of the day. */
  readonly peakFactor: number;
  /** From the slot taken until it is free again. */
  readonly answerSeconds: number;
  readonly cachedAnswerSeconds: number;
  /** Of all questions, 0 to 1. */
  readonly cacheHitShare: number;
  /** Of all questions, 0 to 1: those whose end a webhook tells. */
  readonly webhookShare: number;
  /** Of the slots, 0 to 1; the rest is for what comes in bursts. */
  readonly slotUse: number;
  readonly passages: number;
}

export interface FleetSize {
  readonly peakPerSecond: number;
  /** Little's law: what arrives in a second times how long it stays. */
  readonly busySlots: number;
  readonly slots: number;
  readonly workerPods: number;
  readonly workerMb: number;
  readonly ingressPods: number;
  readonly queueMb: number;
  /** The part of it that webhooks take which arrived: it is given up first when memory is short. */
  readonly arrivedWebhooksMb: number;
  /** Twice of what is expected: from half of it on an alarm asks for more. */
  readonly queueMaxMemoryMb: number;
  readonly cacheMb: number;
  readonly vectorsMb: number;
  /** At most, with as many pods as the autoscalers may start. */
  readonly databaseConnections: number;
  readonly modelUsdPerMonth: number;
}

const DAY_SECONDS = 86_400;
const FRESH_SECONDS = 300;
/** How long the ledger knows that a query is counted, and how long a webhook that arrived can be sent again. */
const COUNTED_DAYS = 2;
const WEBHOOK_DAYS = 7;
const MB = 1_000_000;
const QUEUE_SHARE = 0.5;
/** The defaults of `ragfleet costs estimate`. */
const QUESTION = {
  queryTokens: 0,
  contextTokens: 3_000,
  responseTokens: 400,
  modelShares: { 'gpt-4o-mini': 0.7, 'gpt-4o': 0.3 },
  embeddingModel: 'text-embedding-3-small',
  days: 30,
};

/** How large a fleet has to be for what is expected, by the manifests as they are and by what was measured. */
export function sizeFleet(
  expected: Expectation,
  manifests: { readonly fleet: FleetManifests; readonly ingress: IngressManifests },
): FleetSize {
  const { fleet, ingress } = manifests;
  const peakPerSecond = (expected.dailyQueries / DAY_SECONDS) * expected.peakFactor;
  const slotsPerPod = Object.values(fleet.slots.reserved).reduce(
    (sum, slots) => sum + slots,
    fleet.slots.shared,
  );
  const busySlots = peakPerSecond * secondsInSlot(expected);
  const slots = Math.ceil(busySlots / expected.slotUse);
  const pods = {
    workerPods: Math.max(fleet.scaled.minReplicaCount, Math.ceil(slots / slotsPerPod)),
    ingressPods: ingressPods(peakPerSecond, ingress),
  };
  const arrivedWebhooksMb = webhookBytes(expected) / MB;
  const queueMb = queueBytes(expected, peakPerSecond) / MB + arrivedWebhooksMb;
  return {
    peakPerSecond,
    busySlots,
    slots,
    ...pods,
    workerMb: MEASURED.idleWorkerMb + slotsPerPod * MEASURED.queryInFlightMb,
    queueMb,
    arrivedWebhooksMb,
    queueMaxMemoryMb: queueMb / QUEUE_SHARE,
    cacheMb: (expected.dailyQueries * (1 - expected.cacheHitShare) * MEASURED.cacheEntryBytes) / MB,
    vectorsMb: (expected.passages * MEASURED.vectorBytes) / MB,
    databaseConnections: countDatabaseConnections(pods, manifests),
    modelUsdPerMonth: estimateCost(
      { ...QUESTION, dailyQueries: expected.dailyQueries, factor: 1 - expected.cacheHitShare },
      PRICE_LIST,
    ).totalUsd,
  };
}

const secondsInSlot = ({ answerSeconds, cachedAnswerSeconds, cacheHitShare }: Expectation): number =>
  (1 - cacheHitShare) * answerSeconds + cacheHitShare * cachedAnswerSeconds;

function ingressPods(
  peakPerSecond: number,
  { requestedCpus, targetPercent, minReplicas }: IngressManifests,
): number {
  const usedCpus = (peakPerSecond * MEASURED.ingressCpuMs) / 1_000;
  return Math.max(minReplicas, Math.ceil(usedCpus / (requestedCpus * (targetPercent / 100))));
}

/** Ended queries for as long as they are kept, the larger ones of the last five minutes, and those that were counted. */
function queueBytes({ dailyQueries }: Expectation, peakPerSecond: number): number {
  const kept = dailyQueries * (FINISHED_QUERY_TTL_SECONDS / DAY_SECONDS) * MEASURED.finishedQueryBytes;
  const fresh = peakPerSecond * FRESH_SECONDS * (MEASURED.freshQueryBytes - MEASURED.finishedQueryBytes);
  const counted = dailyQueries * COUNTED_DAYS * MEASURED.countedQueryBytes;
  return kept + fresh + counted;
}

const webhookBytes = ({ dailyQueries, webhookShare }: Expectation): number =>
  dailyQueries * webhookShare * WEBHOOK_DAYS * MEASURED.arrivedWebhookBytes;
