import { setImmediate } from 'node:timers/promises';
import { Fault, toFault } from '@ragfleet/kernel';
import {
  createIngestDocuments,
  createVectorUpkeep,
  type Embedder,
  type IngestionCatalogue,
  type Logger,
  type VectorUpkeepStore,
} from '@ragfleet/rag-core';
import { createLaggingIndex, type LaggingIndex } from '../in-memory/lagging-index.ts';
import { seededNumbers } from '../seeded-numbers.ts';

/** A store under test, and what its users do to it while documents are ingested. */
export interface IngestionRaceSubject {
  readonly catalogue: IngestionCatalogue & VectorUpkeepStore;
  /** Returns the ingestion's id. */
  accept(tenantId: string, documentId: string, content: string): Promise<string>;
  relabel(tenantId: string, documentId: string, namespace: string): Promise<void>;
  remove(tenantId: string, documentId: string): Promise<void>;
  /** The current passages: text, id, namespace. */
  current(tenantId: string): Promise<{ passageId: string; text: string; namespace: string }[]>;
}

export interface IngestionRace {
  readonly seed: number;
  readonly tenantId: string;
  /** Ingestions, deletions and relabelings that run at once. */
  readonly steps: number;
}

/** Sorted: nothing is missing, twice or left behind when the first two are equal, and the last two. */
export interface RaceOutcome {
  readonly texts: readonly string[];
  readonly newestTexts: readonly string[];
  /** With the namespace of their document. */
  readonly passages: readonly string[];
  readonly vectors: readonly string[];
}

const never = new AbortController().signal;
const quiet: Logger = { info: () => {}, warn: () => {}, error: () => {} };
/** Nothing is searched by these vectors. */
const embedder: Embedder = {
  model: 'race',
  dimension: 1,
  maxTextsPerRequest: 2,
  maxTokensPerRequest: 1_000,
  maxTokensPerText: 1_000,
  fusionWeight: 0.5,
  semanticThreshold: 0.95,
  embed: async (texts) => ({ vectors: texts.map(() => Float32Array.of(1)), tokens: 0 }),
};
const PARTS = ['Alpha.', 'Beta.', 'Gamma.'];
const NAMESPACES = ['default', 'board', 'law'];

/**
 * Versions of two documents are ingested by runs that stop, die and begin again, while the documents are deleted and
 * relabeled and the index lags. Returns what is there in the end.
 */
export async function raceIngestions(
  subject: IngestionRaceSubject,
  { seed, tenantId, steps }: IngestionRace,
): Promise<RaceOutcome> {
  const numbers = seededNumbers(seed);
  const random = (below: number): number => Math.floor(numbers() * below);
  const breathe = async (): Promise<void> => {
    for (let turns = random(4); turns > 0; turns -= 1) await setImmediate();
  };
  const index = createLaggingIndex(breathe);
  const upkeep = createVectorUpkeep({
    store: subject.catalogue,
    vectorIndexes: [index],
    logger: quiet,
  });
  const newest = new Map<string, string | null>();
  const ingestionIds: string[] = [];
  const running: Promise<void>[] = [];
  for (let step = 0; step < steps; step += 1) {
    const documentId = `d${random(2)}`;
    const kind = random(10);
    if (kind < 6) {
      const text = textOf(random, step);
      newest.set(documentId, text);
      const ingestionId = await subject.accept(tenantId, documentId, text);
      ingestionIds.push(ingestionId);
      running.push(ingestUntilItEnds({ subject, index, random, breathe }, tenantId, ingestionId, 0.3));
    } else if (kind === 6) {
      newest.set(documentId, null);
      await subject.remove(tenantId, documentId);
    } else if (kind === 7) {
      await subject.relabel(tenantId, documentId, NAMESPACES[random(NAMESPACES.length)] ?? 'default');
    } else {
      index.show(random(5));
      await upkeep(kind === 8 ? { tenantId, documentId } : null, never);
    }
    await breathe();
  }
  await Promise.all(running);
  // What died for good left its ingestion to the next run, as the queue does.
  for (const ingestionId of ingestionIds)
    await ingestUntilItEnds({ subject, index, random, breathe }, tenantId, ingestionId, 0);
  while ((await upkeep(null, never)) > 0);
  return outcomeOf(subject, index, tenantId, newest);
}

const textOf = (random: (below: number) => number, step: number): string =>
  PARTS.filter(() => random(2) === 1)
    .concat(`Version ${step}.`)
    .map((part) => `# ${part}\n${part}`)
    .join('\n');

interface Racing {
  readonly subject: IngestionRaceSubject;
  readonly index: LaggingIndex;
  readonly random: (below: number) => number;
  readonly breathe: () => Promise<void>;
}

async function ingestUntilItEnds(
  { subject, index, random, breathe }: Racing,
  tenantId: string,
  ingestionId: string,
  deathRate: number,
): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const dying = random(100) < deathRate * 100 ? random(6) : null;
    const catalogue = mortal(subject.catalogue, dying, breathe);
    const ingest = createIngestDocuments({
      catalogue,
      generations: [{ embedder, vectorIndex: index }],
      changes: { advance: async () => {} },
      logger: quiet,
    });
    try {
      const result = await ingest({ tenantId, ingestionId, isLastAttempt: false }, never);
      if (result.status === 'finished') return;
    } catch (error) {
      if (!toFault(error).isRetryable) throw error;
    }
    index.show(random(3));
    await breathe();
  }
  throw new Error('An ingestion did not end.');
}

/** Dies before its nth call of the store, without a word: what it holds stays held until somebody may take it. */
function mortal(
  catalogue: IngestionRaceSubject['catalogue'],
  diesAt: number | null,
  breathe: () => Promise<void>,
): IngestionRaceSubject['catalogue'] {
  let calls = 0;
  const dead = (): boolean => diesAt !== null && calls > diesAt;
  const guard =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      calls += 1;
      await breathe();
      if (dead()) throw new Fault('unavailable', 'Died.');
      const result = await call(...args);
      await breathe();
      return result;
    };
  return {
    ...catalogue,
    claimDocuments: guard(catalogue.claimDocuments),
    noteWrites: guard(catalogue.noteWrites),
    publishVersion: guard(catalogue.publishVersion),
    recordOutcomes: guard(catalogue.recordOutcomes),
    settleUpkeep: guard(catalogue.settleUpkeep),
    finishIngestion: guard(catalogue.finishIngestion),
    endRun: async (run) => {
      if (!dead()) await catalogue.endRun(run);
    },
  };
}

async function outcomeOf(
  subject: IngestionRaceSubject,
  index: LaggingIndex,
  tenantId: string,
  newest: ReadonlyMap<string, string | null>,
): Promise<RaceOutcome> {
  const passages = await subject.current(tenantId);
  const named = ({ passageId, namespace }: { passageId: string; namespace: string }): string =>
    `${passageId} in ${namespace}`;
  return {
    texts: passages.map(({ text }) => text).toSorted(),
    newestTexts: [...newest.values()].flatMap((text) => (text ?? '').match(/^[A-Z].*$/gm) ?? []).toSorted(),
    passages: passages.map(named).toSorted(),
    vectors: index.stored().map(named).toSorted(),
  };
}
