import { createHash } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import type { Migration } from '@ragfleet/postgres-connection';

/** One table holds the vectors of one model: distances between two models' vectors mean nothing. */
export interface VectorTable {
  readonly name: string;
  /** The column's type and the operator class of its cosine index. */
  readonly type: string;
  readonly operatorClass: string;
  readonly migrations: readonly Migration[];
}

// pgvector indexes `vector` up to 2,000 dimensions and `halfvec` (two bytes a number) up to 4,000.
const MAX_VECTOR_DIMENSION = 2_000;
const MAX_HALFVEC_DIMENSION = 4_000;

/** Build parameters of the graph, as pgvector ships them: links per node, and candidates looked at when one is added. */
const HNSW_M = 16;
const HNSW_EF_CONSTRUCTION = 64;

/** @param model names the vector space; a new model, or a new dimension, gets a new table. */
export function vectorTable(model: string, dimension: number): VectorTable {
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > MAX_HALFVEC_DIMENSION) {
    throw new Fault(
      'invalid-input',
      `pgvector indexes 1 to ${MAX_HALFVEC_DIMENSION} dimensions. Choose an embedding model within that.`,
    );
  }
  const kind = dimension > MAX_VECTOR_DIMENSION ? 'halfvec' : 'vector';
  const type = `${kind}(${dimension})`;
  const operatorClass = `${kind}_cosine_ops`;
  const name = tableName(model, dimension);
  return { name, type, operatorClass, migrations: [EXTENSION, createTable(name, type, operatorClass)] };
}

/** Readable, within PostgreSQL's 63 bytes, and different for models that read alike. */
function tableName(model: string, dimension: number): string {
  const slug = model
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 32);
  const digest = createHash('sha256')
    .update(JSON.stringify([model, dimension]))
    .digest('hex')
    .slice(0, 8);
  return `vectors_${slug}_${dimension}_${digest}`;
}

const EXTENSION: Migration = { name: 'extension', sql: 'CREATE EXTENSION IF NOT EXISTS vector' };

const createTable = (name: string, type: string, operatorClass: string): Migration => ({
  name: 'vectors',
  sql: `
CREATE TABLE ${name} (
  tenant_id text NOT NULL,
  passage_id text NOT NULL,
  document_id text NOT NULL,
  namespace text NOT NULL,
  department text,
  embedding ${type} NOT NULL,
  PRIMARY KEY (tenant_id, passage_id)
);
CREATE INDEX ${name}_doc ON ${name} (tenant_id, document_id);
CREATE INDEX ${name}_ann ON ${name} USING hnsw (embedding ${operatorClass}) WITH (m = ${HNSW_M}, ef_construction = ${HNSW_EF_CONSTRUCTION});
`,
});
