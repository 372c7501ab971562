import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DAY_MS, type Deadline, deadlineAt, isFault, toFault } from '@ragfleet/kernel';
import { createSpendEstimate, type SpendEstimate } from './spend-estimate.ts';
import type {
  WarmAnswer,
  WarmCache,
  WarmCommand,
  WarmListener,
  WarmPorts,
  WarmQuestion,
  WarmReport,
  WarmReservation,
  WarmableQuestion,
} from './warm-ports.ts';
import { type Turn, turnsOf } from './warm-turns.ts';

/** Warming is no hurry, and the workers have others to serve. */
const CONCURRENCY = 2;

/** Between two tries to have a question admitted, when nobody says how long. */
const NO_ROOM_MS = { least: 1_000, most: 60_000 };

/** One run on its way. */
interface WarmRun {
  readonly ports: WarmPorts;
  readonly command: WarmCommand;
  readonly onProgress: WarmListener['onProgress'];
  readonly deadline: Deadline;
  readonly freshUntilMs: number;
  readonly estimate: SpendEstimate;
  report: WarmReport;
}

/**
 * Has answers ready before people ask. Every question is asked by somebody who has the access of those who ask it, so a
 * warmed answer rests on nothing that they could not read; and like every entry it is served to those alone who would
 * find the same evidence at that moment. An answer made from everything that the fleet can see cannot come to be.
 */
export function createWarmCache(ports: WarmPorts): WarmCache {
  return async (command, { signal, onProgress }) => {
    using deadline = deadlineAt(command.deadlineAtMs, ports.clock, signal);
    const { tenantId, groups, popular } = command;
    const questions = turnsOf(groups, popular === null ? [] : await ports.popularity.top(tenantId, popular));
    const { budget } = ports;
    const run: WarmRun = {
      ports,
      command,
      onProgress,
      deadline,
      freshUntilMs: (await ports.nextRunAtMs(tenantId)) ?? ports.clock.nowMs() + DAY_MS,
      estimate: createSpendEstimate(budget.limitUsd, await budget.dearestUsd(tenantId)),
      report: emptyReport(questions.length, budget.limitUsd),
    };
    const next = questions.values();
    // The first is asked alone: it tells what the others may cost.
    await warmNext(run, next);
    await Promise.all(Array.from({ length: CONCURRENCY }, () => warmAll(run, next)));
    return run.report;
  };
}

const emptyReport = (questions: number, budgetUsd: number): WarmReport => ({
  questions,
  refreshed: 0,
  skipped: 0,
  failed: 0,
  spentUsd: 0,
  budgetUsd,
  stopped: null,
});

async function warmAll(run: WarmRun, next: Iterator<Turn>): Promise<void> {
  while (await warmNext(run, next));
}

/** False when there is nothing more to do for this run. */
async function warmNext(run: WarmRun, next: Iterator<Turn>): Promise<boolean> {
  const { ports, command, deadline } = run;
  if (run.report.stopped !== null) return false;
  if (deadline.signal.aborted) return stop(run, 'deadline');
  const turn = next.next();
  if (turn.done === true) return false;
  const [{ access }, question] = turn.value;
  const principal = await ports.principalFor(access);
  const name = nameOf(principal.principalId, question);
  const asked = { warmId: command.warmId, name, principal, question };
  try {
    const outcome = await warmOne(run, asked);
    if (outcome === 'no-budget') return await stop(run, 'budget');
    await advance(run, { [outcome]: run.report[outcome] + 1 });
    return true;
  } catch (error) {
    if (deadline.signal.aborted) return stop(run, 'deadline');
    if (isFault(error, 'unavailable')) throw error;
    ports.logger.warn({ tenant: command.tenantId, kind: toFault(error).kind }, 'question not warmed');
    await advance(run, { failed: run.report.failed + 1 });
    return true;
  }
}

async function warmOne(
  run: WarmRun,
  asked: WarmQuestion,
): Promise<'refreshed' | 'skipped' | 'failed' | 'no-budget'> {
  const { ports, command, estimate } = run;
  const { budget } = ports;
  const { tenantId } = command;
  if (await isFresh(run, asked)) return 'skipped';
  const reservation = await budget.reserve(tenantId, asked, estimate.usd());
  if (reservation === null) return 'no-budget';
  // Left as it is when the asking throws: what a question cost whose end was not seen is not known.
  const { isRefreshed, costUsd, isRepeated } = await askWithRoom(run, asked, reservation);
  const spentUsd = costUsd ?? reservation.usd;
  const isPaid = isRepeated && reservation.isNew;
  await reservation.settle(isPaid ? 0 : spentUsd);
  if (costUsd !== null) estimate.learn(costUsd);
  run.report = { ...run.report, spentUsd: run.report.spentUsd + spentUsd };
  return isRefreshed ? 'refreshed' : 'failed';
}

/** Asks again for as long as the lane or the tenant's limits have no room. A question that never got in has cost nothing. */
async function askWithRoom(
  { ports, deadline: { signal } }: WarmRun,
  asked: WarmQuestion,
  reservation: WarmReservation,
): Promise<WarmAnswer> {
  for (;;) {
    try {
      return await ports.asker.ask(asked, signal);
    } catch (error) {
      if (!isFault(error, 'overloaded') && !isFault(error, 'rate-limited')) throw error;
      const { retryAfterMs = NO_ROOM_MS.least } = error;
      await delay(Math.min(retryAfterMs, NO_ROOM_MS.most), undefined, { signal }).catch(() => undefined);
      if (signal.aborted && reservation.isNew) await reservation.settle(0);
      signal.throwIfAborted();
    }
  }
}

const nameOf = (principalId: string, question: WarmableQuestion): string =>
  createHash('sha256')
    .update(JSON.stringify([principalId, question]))
    .digest('hex');

/** True when the entry is still there at the next run. */
async function isFresh({ ports, freshUntilMs, deadline }: WarmRun, asked: WarmQuestion): Promise<boolean> {
  const neededMs = freshUntilMs - ports.clock.nowMs();
  const lifeMs = (await ports.asker.entryLifeMs?.(asked, neededMs, deadline.signal)) ?? null;
  return lifeMs !== null && lifeMs >= neededMs;
}

async function advance(run: WarmRun, change: Partial<WarmReport>): Promise<void> {
  run.report = { ...run.report, ...change };
  await run.onProgress(run.report);
}

/** The run's own deadline ends it with a report; whoever stops the process gets the signal's reason. */
async function stop(run: WarmRun, stopped: 'budget' | 'deadline'): Promise<false> {
  if (stopped === 'deadline' && run.deadline.remainingMs() > 0) run.deadline.signal.throwIfAborted();
  if (run.report.stopped === null) await advance(run, { stopped });
  return false;
}
