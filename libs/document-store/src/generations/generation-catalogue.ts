import type { Database } from '@ragfleet/postgres-connection';
import type {
  DocumentLabels,
  GenerationCatalogue,
  GenerationProgress,
  IndexedPassage,
} from '@ragfleet/rag-core';
import { PROGRESS, TOTAL } from './read-generations.ts';

/** A publication takes its passages' keys before it commits: past this, every one of them is visible. Above the longest statement. */
const SETTLED_SECONDS = 60;

/** A filling that is younger has not seen what was being published when it began. */
const IS_OVER = `($3 = 'complete' AND started_at < now() - $5::float8 * interval '1 second')`;

/** How far the indexes of models are, and the passages to fill them with. */
export function createGenerationCatalogue(
  database: Database,
  settledSeconds = SETTLED_SECONDS,
): GenerationCatalogue {
  return {
    async beginGeneration(generation) {
      await database.query('INSERT INTO index_generations (generation) VALUES ($1) ON CONFLICT DO NOTHING', [
        generation,
      ]);
    },
    async claimGeneration(generation, holder, aliveMs) {
      const [row] = await database.query<{ isRefill: boolean }>(
        `UPDATE index_generations SET holder = $2, alive_until = clock_timestamp() + $3::float8 * interval '1 millisecond'
        WHERE generation = $1 AND (holder = $2 OR alive_until <= clock_timestamp()) RETURNING is_refill AS "isRefill"`,
        [generation, holder, aliveMs],
      );
      return row === undefined ? null : { ...(await readGeneration(database, generation)), ...row };
    },
    passagesAfter: (position, limit) => passagesAfter(database, { position, limit, settledSeconds }),
    labelsOf: (tenantId, passageIds) =>
      database.query<{ passageId: string; documentId: string } & DocumentLabels>(
        `SELECT passage.passage_id AS "passageId", document.document_id AS "documentId", document.namespace, document.department
        FROM passages AS passage JOIN documents AS document USING (document_key)
        WHERE passage.tenant_id = $1 AND passage.passage_id = ANY ($2::text[])`,
        [tenantId, passageIds],
      ),
    async recordGeneration(generation, holder, { state, position, passages }) {
      await database.query(
        `UPDATE index_generations SET position = $4,
          done_passages = CASE WHEN ${IS_OVER} AND $6::bigint = 0 THEN total.passages
            ELSE least(done_passages + $6::bigint, total.passages) END,
          state = CASE WHEN ${IS_OVER} THEN 'complete' ELSE state END,
          is_refill = is_refill AND NOT ${IS_OVER},
          completed_at = CASE WHEN $3 = 'complete' THEN coalesce(completed_at, now()) END
        FROM ${TOTAL} WHERE generation = $1 AND holder = $2`,
        [generation, holder, state, position, settledSeconds, passages],
      );
      return readGeneration(database, generation);
    },
  };
}

async function readGeneration(database: Database, generation: string): Promise<GenerationProgress> {
  const [row] = await database.query<GenerationProgress>(
    `SELECT ${PROGRESS} FROM index_generations AS generation CROSS JOIN ${TOTAL} WHERE generation = $1`,
    [generation],
  );
  return row ?? { state: 'building', position: 0, doneCount: 0, totalCount: 0 };
}

/** Ends before the first passage whose publication may have neighbours that are not visible yet. */
function passagesAfter(
  database: Database,
  page: { position: number; limit: number; settledSeconds: number },
): Promise<IndexedPassage[]> {
  return database.query<IndexedPassage>(
    `SELECT tenant_id AS "tenantId", passage_id AS "passageId", document_id AS "documentId", namespace, department, title, headings,
      text, passage_key::float8 AS position
    FROM (SELECT passage.*, document.document_id, document.namespace, document.department, document.title,
        bool_and(document.published_at < now() - $3::float8 * interval '1 second') OVER (ORDER BY passage_key) AS is_settled
      FROM (SELECT * FROM passages WHERE passage_key > $1 ORDER BY passage_key LIMIT $2) AS passage
      JOIN documents AS document USING (document_key)) AS page
    WHERE is_settled ORDER BY passage_key`,
    [page.position, page.limit, page.settledSeconds],
  );
}
