import type { Database } from '@ragfleet/postgres-connection';

const ROWS = 1_000;
/** No principal can have such a name. */
const ERASED = '(erased)';

/** Takes a person's name off the ingestions that they asked for, a bounded part at a time. Returns how many there were. */
export async function forgetPerson(
  database: Database,
  person: { readonly tenantId: string; readonly principalId: string },
  signal: AbortSignal,
): Promise<number> {
  for (let sum = 0; ; ) {
    const renamed = await database.query(
      `UPDATE ingestions SET principal_id = $3 WHERE tenant_id = $1 AND ctid IN (
        SELECT ctid FROM ingestions WHERE tenant_id = $1 AND principal_id = $2 LIMIT $4) RETURNING 1`,
      [person.tenantId, person.principalId, ERASED, ROWS],
      signal,
    );
    sum += renamed.length;
    if (renamed.length < ROWS) return sum;
  }
}
