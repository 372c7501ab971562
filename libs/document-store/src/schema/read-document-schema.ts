import { type Database, readSchemaState, type SchemaState } from '@ragfleet/postgres-connection';
import { MIGRATIONS } from './migrations.ts';

/** Whose migrations these are in the table of versions. */
export const COMPONENT = 'document-store';

/** How the schema of a database stands to this version of the document store. Changes nothing. */
export const readDocumentSchema = (database: Database): Promise<SchemaState> =>
  readSchemaState(database, { component: COMPONENT, migrations: MIGRATIONS });
