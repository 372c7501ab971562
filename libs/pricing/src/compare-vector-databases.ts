import {
  VECTOR_DATABASE_PRICES,
  type VectorDatabasePrice,
  type VectorDatabasePrices,
} from './vector-database-prices.ts';

export interface VectorLoad {
  readonly vectors: number;
  readonly dimension: number;
  readonly readsPerMonth: number;
  readonly writesPerMonth: number;
}

export interface VectorDatabaseComparison {
  readonly storageGb: number;
  /** The cheapest first. `monthlyUsd` in whole cents. */
  readonly services: readonly {
    readonly service: string;
    readonly monthlyUsd: number;
    readonly notes: string;
  }[];
}

const BYTES_PER_NUMBER = 4;
const BYTES_PER_GB = 1024 ** 3;
const MILLION = 1_000_000;

/** What a month in each vector database costs by its list. */
export function compareVectorDatabases(
  load: VectorLoad,
  prices: VectorDatabasePrices = VECTOR_DATABASE_PRICES,
): VectorDatabaseComparison {
  const storageGb = (load.vectors * load.dimension * BYTES_PER_NUMBER) / BYTES_PER_GB;
  const services = prices.services.map((price) => ({
    service: price.service,
    monthlyUsd: twoPlaces(monthlyUsd(price, load, storageGb)),
    notes: price.notes,
  }));
  return {
    storageGb: twoPlaces(storageGb),
    services: services.toSorted((one, other) => one.monthlyUsd - other.monthlyUsd),
  };
}

function monthlyUsd(price: VectorDatabasePrice, load: VectorLoad, storageGb: number): number {
  return (
    baseUsd(price, load.vectors) +
    storageGb * (price.usdPerGb ?? 0) +
    (load.readsPerMonth / MILLION) * (price.usdPerMillionReads ?? 0) +
    (load.writesPerMonth / MILLION) * (price.usdPerMillionWrites ?? 0) +
    startedMillions(load.vectors) * (price.usdPerStartedMillionVectors ?? 0)
  );
}

function baseUsd({ baseUsd: base = 0, smallPlan }: VectorDatabasePrice, vectors: number): number {
  return smallPlan !== undefined && vectors <= smallPlan.maxVectors ? smallPlan.baseUsd : base;
}

// An empty index occupies one as well.
const startedMillions = (vectors: number): number => Math.max(1, Math.ceil(vectors / MILLION));

const twoPlaces = (figure: number): number => Math.round(figure * 100) / 100;
