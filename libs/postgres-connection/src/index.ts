export { type AccessFilter, accessFilter, type FilterScope } from './access/access-filter.ts';
export { connectPostgres } from './connect-postgres.ts';
export type {
  ConnectPostgres,
  Database,
  EmbeddedPostgres,
  Migration,
  Session,
} from './contract.ts';
export { type StartEmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
export { measurePostgres } from './measure-postgres.ts';
export { readSchemaState, type SchemaState } from './migrations/read-schema-state.ts';
export { type RunMigrations, runMigrations } from './migrations/run-migrations.ts';
