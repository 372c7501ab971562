import { toFault } from '@ragfleet/kernel';
import type { GoneSourceItem, SourcePass } from '../ports/sources.ts';
import type { PassTally } from './pass-tally.ts';
import type { SyncPorts } from './sync-ports.ts';

const ITEMS_PER_PAGE = 100;
const MASS_DOCUMENTS = 10;
const MASS_SHARE = 0.5;

export interface RemovalCommand {
  readonly pass: SourcePass;
  readonly allowMassDelete: boolean;
  readonly tally: PassTally;
}

type RemovalPorts = Pick<SyncPorts, 'catalogue' | 'removeDocument'>;

/**
 * Removes the documents that a whole listing no longer has. Null, or why it removed nothing: an emptied or unmounted
 * source looks exactly like one whose documents were all deleted, and only a person knows which it is.
 */
export async function removeGone(
  ports: RemovalPorts,
  command: RemovalCommand,
  signal: AbortSignal,
): Promise<string | null> {
  const { pass, allowMassDelete } = command;
  const { gone, documents } = await ports.catalogue.countGone(pass);
  const isMass = gone > MASS_DOCUMENTS && gone > documents * MASS_SHARE;
  if (isMass && !allowMassDelete)
    return `${gone} of ${documents} documents are gone from the source, and none was removed. Check the source; if it is right, set allow_mass_delete for one pass.`;
  let after: string | null = null;
  for (;;) {
    const page = await ports.catalogue.goneItems(pass, after, ITEMS_PER_PAGE);
    const last = page.at(-1);
    if (last === undefined) return null;
    await removePage(ports, command, page, signal);
    after = last.itemId;
  }
}

async function removePage(
  { catalogue, removeDocument }: RemovalPorts,
  { pass, tally }: RemovalCommand,
  page: readonly GoneSourceItem[],
  signal: AbortSignal,
): Promise<void> {
  const removed: string[] = [];
  try {
    for (const { itemId, key, isGone, documentIds } of page) {
      const isRemoved = await removeAll(documentIds, key);
      if (!isRemoved) continue;
      removed.push(itemId);
      if (isGone) tally.add('gone');
    }
  } finally {
    await catalogue.forgetGone(pass, removed);
  }

  async function removeAll(documentIds: readonly string[], key: string): Promise<boolean> {
    try {
      for (const id of documentIds) {
        signal.throwIfAborted();
        await removeDocument(pass, id, signal);
        tally.add('documentsRemoved');
      }
      return true;
    } catch (error) {
      signal.throwIfAborted();
      tally.fail(key, toFault(error).message);
      return false;
    }
  }
}
