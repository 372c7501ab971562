import { Fault } from '@ragfleet/kernel';
import type { Migration } from '@ragfleet/postgres-connection';
import { spaceName } from '../space-name.ts';

/** One table holds the vectors of one model: distances between two models' vectors mean nothing. */
export interface VectorTable {
  readonly name: string;
  /** Two bytes a number where four would be too many to index. */
  readonly kind: 'vector' | 'halfvec';
  /** The column's type and the operator class of its cosine indexes. */
  readonly type: string;
  readonly operatorClass: string;
  readonly migrations: readonly Migration[];
}

// pgvector indexes `vector` up to 2,000 dimensions and `halfvec` (two bytes a number) up to 4,000.
const MAX_VECTOR_DIMENSION = 2_000;
const MAX_HALFVEC_DIMENSION = 4_000;

/** A statement locks every index of the partitions that it touches, and each large tenant has an index of its own. */
const PARTITIONS = 16;

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
  const name = spaceName(model, dimension);
  const migrations = [EXTENSION, createTable(name, type, operatorClass), partition(name, type)];
  return { name, kind, type, operatorClass, migrations };
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
CREATE INDEX ${name}_ann ON ${name} USING hnsw (embedding ${operatorClass}) WITH (m = 16, ef_construction = 64);
`,
});

/** Tenants apart, and an index for each way to be readable. Graphs are made per tenant, once there are rows for one. */
const partition = (name: string, type: string): Migration => ({
  name: 'partitions',
  sql: `
ALTER TABLE ${name} RENAME TO ${name}_flat;
CREATE TABLE ${name} (
  tenant_id text NOT NULL,
  passage_id text NOT NULL,
  document_id text NOT NULL,
  namespace text NOT NULL,
  department text,
  embedding ${type} NOT NULL,
  PRIMARY KEY (tenant_id, passage_id)
) PARTITION BY HASH (tenant_id);
${Array.from({ length: PARTITIONS }, (_, n) => `CREATE TABLE ${name}_p${n} PARTITION OF ${name} FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${n});`).join('\n')}
CREATE INDEX ON ${name} (tenant_id, document_id);
CREATE INDEX ON ${name} (tenant_id, namespace, passage_id);
CREATE INDEX ON ${name} (tenant_id, department, namespace, passage_id) WHERE department IS NOT NULL;
INSERT INTO ${name} SELECT tenant_id, passage_id, document_id, namespace, department, embedding FROM ${name}_flat;
DROP TABLE ${name}_flat;
`,
});
