import type { PassReport, SourcePass } from '../ports/sources.ts';
import { blindItemsLast } from './blind-items-last.ts';
import { holdLease, LEASE_MS } from './hold-lease.ts';
import { listPages } from './list-pages.ts';
import { createPassTally } from './pass-tally.ts';
import { removeGone } from './remove-gone.ts';
import { labelsDigest } from './source-digests.ts';
import { createSubmission } from './submission.ts';
import { syncPage } from './sync-page.ts';
import type { SyncCommand, SyncPorts, SyncSource } from './sync-ports.ts';

/**
 * One pass over a source: list → compare with what is stored → read and extract what is new or changed → submit it as
 * ordinary ingestions → remove what is gone. Nothing is removed unless the listing reached its end. An item's failure
 * is its own. A pass can be stopped anywhere: the next one goes on. Throws what stops it (the queue tries again).
 */
export function createSyncSource(ports: SyncPorts): SyncSource {
  const { catalogue, logger } = ports;
  return async (command, signal) => {
    const pass = await catalogue.beginPass(command.name, command.holder, LEASE_MS);
    if (pass === null) return null;
    const lease = holdLease(catalogue, pass);
    let report: PassReport | null = null;
    try {
      report = await runPass(ports, command, pass, AbortSignal.any([signal, lease.lost]));
      return report;
    } finally {
      await lease.release();
      await catalogue
        .endPass(pass, report)
        .catch((error: unknown) =>
          logger.warn(
            { tenant: pass.tenantId, source: pass.source, error },
            'a pass could not let its source go',
          ),
        );
    }
  };
}

async function runPass(
  ports: SyncPorts,
  command: SyncCommand,
  pass: SourcePass,
  stopping: AbortSignal,
): Promise<PassReport> {
  const timeUp = AbortSignal.timeout(command.rules.maxPassMs);
  const signal = AbortSignal.any([stopping, timeUp]);
  const tally = createPassTally();
  const labels = labelsDigest(command.rules.labels);
  const submission = createSubmission(ports, pass);
  const isTimeUp = (): boolean => timeUp.aborted && !stopping.aborted;
  const context = { ports, command, pass, labels, tally, submission, signal, isTimeUp };
  try {
    await ports.catalogue.reviewIngestions(pass);
    const listing = listPages(command.source, signal);
    const pages = blindItemsLast(ports.catalogue, pass, listing.pages);
    for await (const page of pages) await syncPage(context, page);
    const failure = listing.failure();
    if (failure !== null) return tally.report('incomplete', failure);
    const { allowMassDelete } = command.rules;
    const held = await removeGone(ports, { pass, allowMassDelete, tally }, signal);
    return tally.report(held === null ? 'completed' : 'deletion-held', held);
  } catch (error) {
    stopping.throwIfAborted();
    if (!timeUp.aborted) throw error;
    return tally.report('incomplete', 'The pass took too long. The next one goes on where it stopped.');
  }
}
