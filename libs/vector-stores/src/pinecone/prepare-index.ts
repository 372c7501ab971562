import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@ragfleet/kernel';
import { Errors, type IndexModel, type Pinecone } from '@pinecone-database/pinecone';
import type { PineconeCalls } from './pinecone-calls.ts';

/** The vendor's client and the way its calls run. */
export interface PineconeAccess {
  readonly client: Pinecone;
  readonly calls: PineconeCalls;
}

export interface PineconeSpace {
  readonly name: string;
  readonly dimension: number;
  /** Where a serverless index is made when it is missing, such as `aws` and `us-east-1`. */
  readonly cloud: string;
  readonly region: string;
}

const METRIC = 'cosine';
const POLL_MS = 500;

/**
 * The data plane's address of the index, which is made when it is missing; several processes may do so at once.
 * Returns when the index is ready.
 */
export async function prepareIndex(
  access: PineconeAccess,
  space: PineconeSpace,
  signal: AbortSignal,
): Promise<string> {
  if ((await describe(access, space.name, signal)) === null) await create(access, space, signal);
  const index = await untilReady(access, space.name, signal);
  requireSpace(space, index);
  requirePlace(space, index);
  return index.host;
}

async function untilReady(access: PineconeAccess, name: string, signal: AbortSignal): Promise<IndexModel> {
  for (;;) {
    // A new index may be unknown for a moment.
    const index = await describe(access, name, signal);
    if (index?.status.ready === true) return index;
    if (index?.status.state === 'InitializationFailed')
      throw new Fault('internal', `Pinecone could not make the index ${name}. Delete it and restart.`);
    await pause(signal);
  }
}

/** For an index that is reached by an address of its own, without the control plane. */
export async function checkIndexAt(
  host: string,
  { client, calls }: PineconeAccess,
  space: PineconeSpace,
  signal: AbortSignal,
): Promise<string> {
  const stats = await calls.run(signal, () => client.index({ host }).describeIndexStats());
  requireSpace(space, { metric: METRIC, ...stats });
  return host;
}

async function describe(
  access: PineconeAccess,
  name: string,
  signal: AbortSignal,
): Promise<IndexModel | null> {
  try {
    return await access.calls.run(signal, () => access.client.describeIndex(name));
  } catch (error) {
    if (error instanceof Fault && error.cause instanceof Errors.PineconeNotFoundError) return null;
    throw error;
  }
}

/** An index that another process made a moment before is as good. */
async function create(
  { client, calls }: PineconeAccess,
  { name, dimension, cloud, region }: PineconeSpace,
  signal: AbortSignal,
): Promise<void> {
  await calls.run(signal, () =>
    client.createIndex({
      name,
      dimension,
      metric: METRIC,
      spec: { serverless: { cloud, region } },
      suppressConflicts: true,
    }),
  );
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** An index of pods is in an environment such as `eu-west1-gcp`; null for one in an account of the customer's own. */
function placeOf(spec: IndexModel['spec']): string | null {
  if ('serverless' in spec) return spec.serverless.region;
  return 'pod' in spec ? spec.pod.environment : null;
}

/** One that was made elsewhere keeps its vectors there, whatever the configuration says. */
function requirePlace({ name, region }: PineconeSpace, { spec }: Pick<IndexModel, 'spec'>): void {
  const place = placeOf(spec);
  if (place === null || place === region || place.startsWith(`${region}-`)) return;
  throw new Fault(
    'invalid-input',
    `The Pinecone index ${name} is in another region than PINECONE_REGION says. Name its own, or begin PINECONE_INDEX with another name.`,
  );
}

function requireSpace(
  { name, dimension }: PineconeSpace,
  index: { readonly dimension?: number | undefined; readonly metric?: string },
): void {
  if (index.dimension === dimension && index.metric === METRIC) return;
  throw new Fault(
    'internal',
    `The Pinecone index ${name} does not hold vectors of ${dimension} numbers by the metric cosine. Delete it, restart, and fill the new one with "ragfleet vectors refill".`,
  );
}
