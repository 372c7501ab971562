import { randomBytes, randomUUID } from 'node:crypto';
import type { SemanticIndex, SemanticProbe, SemanticSpace } from '@ragfleet/rag-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';

export interface SemanticIndexSubject {
  readonly index: SemanticIndex;
  /** For an index that takes an entry for alive while its answer is there. Called before the entry is added. */
  keepAnswer?(tenantId: string, entryId: string, expiresAtMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * An index that holds at most CONTRACT_MAX_ENTRIES in a space. The names of all tenants begin with `tenantPrefix`, for
 * who has to clean up.
 */
export type OpenSemanticIndex = (tenantPrefix: string) => Promise<SemanticIndexSubject>;

export const CONTRACT_MAX_ENTRIES = 8;
export const CONTRACT_MODEL = 'model one';
const DIMENSION = 8;
const HOUR_MS = 3_600_000;

interface AddOptions {
  readonly entryId?: string;
  readonly into?: SemanticSpace;
  readonly expiresAtMs?: number;
}

export interface SemanticStage {
  index(): SemanticIndex;
  /** Empty in each test, of a tenant of its own. */
  space(): SemanticSpace;
  /** Gives the entry's id. It lives for an hour unless told otherwise. */
  add(probe: SemanticProbe, options?: AddOptions): Promise<string>;
  find(
    probe: SemanticProbe,
    options?: { readonly limit?: number; readonly within?: SemanticSpace },
  ): Promise<string[]>;
}

/** A question whose vector leans from the first axis to another one by an angle. */
export function leaning(axis: number, lean: number): SemanticProbe {
  const vector = new Float32Array(DIMENSION);
  vector[0] = Math.cos(lean);
  vector[axis] = Math.sin(lean);
  return { question: `how far does it lean to ${axis} by ${lean}`, vector };
}

export const newEntryId = (): string => randomBytes(16).toString('base64url');

/** What the tests of a semantic index stand on. Call it inside a `describe`. */
export function useSemanticStage(open: OpenSemanticIndex): SemanticStage {
  const tenantPrefix = `contract-${randomUUID()}`;
  let subject: SemanticIndexSubject;
  let space: SemanticSpace;
  beforeAll(async () => {
    subject = await open(tenantPrefix);
  });
  afterAll(() => subject.close());
  beforeEach(() => {
    const tenantId = `${tenantPrefix}-${randomUUID()}`;
    space = { tenantId, spaceId: newEntryId(), model: CONTRACT_MODEL, dimension: DIMENSION };
  });
  return {
    index: () => subject.index,
    space: () => space,
    add: async (probe, { entryId = newEntryId(), into = space, expiresAtMs = Date.now() + HOUR_MS } = {}) => {
      await subject.keepAnswer?.(into.tenantId, entryId, expiresAtMs);
      await subject.index.add(into, { ...probe, entryId, expiresAtMs });
      return entryId;
    },
    find: async (probe, { limit = 3, within = space } = {}) =>
      (await subject.index.search(within, probe, limit)).map(({ entryId }) => entryId),
  };
}
