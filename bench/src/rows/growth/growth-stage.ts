/**
 * How much dearer an operation may become where there is a hundred times as much. `constant`: not at all, but for what a
 * larger table costs a processor's caches. `logarithm`: by a step for each doubling, as in a sorted set.
 */
export type GrowthLaw = 'constant' | 'logarithm';

/** One operation on what a stage holds. */
export interface GrowthOperation {
  /** As the figure is called. */
  readonly name: string;
  readonly law: GrowthLaw;
  /** Leaves one thing more than there was. */
  readonly isAdding: boolean;
  /** `at` is another number each time, and higher than those of all things that the stage was filled with. */
  readonly run: (at: number) => Promise<unknown>;
}

/** What is held in one database. */
export interface OpenStage {
  readonly fill: (count: number) => Promise<void>;
  readonly operations: readonly GrowthOperation[];
  readonly close: () => Promise<void>;
}

/** Something of which a fleet has few or many. */
export interface GrowthStage {
  /** In the plural, such as `waiting queries`. */
  readonly things: string;
  /** Whether the memory of one of them is told: where a bound keeps most of them from being held, it says nothing. */
  readonly hasMemory: boolean;
  open(redisUrl: string): Promise<OpenStage>;
}
