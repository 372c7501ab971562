import type { CacheStamp } from '@ragfleet/rag-core';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { createHash, randomBytes } from 'node:crypto';

/** Where a row keeps its answers, as the product names such places. */
export interface CachePlace {
  readonly tenantId: string;
  readonly spaceId: string;
  readonly stamp: CacheStamp;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

export const BENCH_PLACE: CachePlace = {
  tenantId: 'bench',
  spaceId: Buffer.from(digest('space'), 'base64url').subarray(0, 16).toString('base64url'),
  stamp: { access: digest('access'), changes: digest('changes') },
};

/** A sealer with a key of this run. */
export const createBenchSealer = (): Sealer => createSealer(randomBytes(32).toString('base64'));
