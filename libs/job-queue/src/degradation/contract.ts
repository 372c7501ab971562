import type { LevelInForce, LevelSetting, LevelSettings, RuledLevels } from '@ragfleet/rag-core';

/** The levels that people and rules have set, on the queue Redis. Faults: unavailable. */
export interface DegradationLevels extends RuledLevels {
  /** null reads the fleet's alone. */
  read(tenantId: string | null): Promise<LevelSettings>;
  /** null takes it back; of the fleet (no tenant), also what the rules have chosen, so that they begin anew. */
  set(tenantId: string | null, setting: LevelSetting | null): Promise<void>;
}

/** The levels as a busy process knows them: a change is known within a second, and at once where its notice arrives. */
export interface DegradationWatch {
  /** Where Redis is away, the level that was known last. Never throws. */
  inForce(tenantId: string): Promise<LevelInForce>;
  /** Begins to listen. */
  start(): Promise<void>;
  close(): Promise<void>;
}
