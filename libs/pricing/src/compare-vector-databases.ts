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

export interface MonthlyPrice {
  readonly service: string;
  /** In whole cents. */
  readonly monthlyUsd: number;
  readonly notes: string;
}

export interface VectorDatabaseComparison {
  readonly storageGb: number;
  /** The cheapest first. */
  readonly services: readonly MonthlyPrice[];
  readonly cheapest: string;
  readonly mostExpensive: string;
  /** ISO date of the prices. */
  readonly pricesAsOf: string;
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
  const services = prices.services
    .map(
      (price): MonthlyPrice => ({
        service: price.service,
        monthlyUsd: twoPlaces(monthlyUsd(price, load, storageGb)),
        notes: price.notes,
      }),
    )
    .toSorted((one, other) => one.monthlyUsd - other.monthlyUsd);
  return {
    storageGb: twoPlaces(storageGb),
    services,
    cheapest: services.at(0)?.service ?? '',
    mostExpensive: services.at(-1)?.service ?? '',
    pricesAsOf: prices.asOf,
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
