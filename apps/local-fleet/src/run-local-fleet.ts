import { Fault } from '@ragfleet/kernel';
import { type ExitCode, exitCodeOf } from '@ragfleet/service-runtime';
import { once } from 'node:events';
import { SCALED_OBJECT } from './autoscale/read-scaling-plan.ts';
import { type Corpus, readCorpus } from './corpus/read-corpus.ts';
import type { AutoscaleDescription } from './data-dir/local-description.ts';
import type { Flags } from './flags.ts';
import { planFleet } from './plan-fleet.ts';
import { createProgress, type Progress } from './progress.ts';
import { type Fleet, startFleet } from './start-fleet.ts';
import { runTour } from './tour/run-tour.ts';

export interface LocalFleetRun {
  readonly flags: Flags;
  readonly homeDir: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Aborts when the fleet shall stop. */
  readonly signal: AbortSignal;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

interface Outcome {
  readonly exitCode: ExitCode;
  /** What failed, and what to do; null when nothing did. */
  readonly error: string | null;
  readonly memoryMb: number;
  /** null when the number of query workers stayed as it was told. */
  readonly autoscale: AutoscaleDescription | null;
}

/** The whole life of a fleet on one machine. Resolves with the exit code when every process of it is gone. */
export async function runLocalFleet(run: LocalFleetRun): Promise<ExitCode> {
  const startedAt = performance.now();
  const progress = createProgress(run.flags.json ? run.stderr : run.stdout);
  const outcome = await runToItsEnd(run, progress).catch((error: unknown): Outcome => {
    if (!run.signal.aborted) progress.say(shownOf(error));
    const isAsWished = run.signal.aborted && !run.flags.exit;
    const ended = isAsWished
      ? ({ exitCode: 0, error: null } as const)
      : { exitCode: exitCodeOf(error), error: messageOf(error) };
    return { ...ended, memoryMb: 0, autoscale: null };
  });
  if (run.flags.json) {
    const seconds = Math.round(performance.now() - startedAt) / 1_000;
    const report = {
      ok: outcome.exitCode === 0,
      ...(outcome.error !== null && { error: outcome.error }),
      steps: progress.steps(),
      seconds,
      memory_mb: outcome.memoryMb,
      autoscale: outcome.autoscale,
    };
    run.stdout(`${JSON.stringify(report)}\n`);
  }
  return outcome.exitCode;
}

async function runToItsEnd(run: LocalFleetRun, progress: Progress): Promise<Outcome> {
  const { flags, signal } = run;
  // What the user named is read first: nobody waits for a fleet that then has nothing to load.
  const corpus = flags.command === 'demo' ? await readCorpus(flags.documents ?? null) : null;
  const { plan, lock } = await progress.step('find Redis, ports and the data folder', () =>
    planFleet({ ...run, say: progress.say }),
  );
  try {
    const fleet = await startFleet({ plan, lock, signal, say: progress.say, step: progress.step });
    try {
      if (corpus !== null) await showTour(run, { progress, fleet, corpus });
      const memoryMb = await fleet.memoryMb();
      if (!flags.exit) await keepRunning(fleet, progress, memoryMb, signal);
      return { exitCode: 0, error: null, memoryMb, autoscale: fleet.description().autoscale };
    } finally {
      progress.say('Stopping …');
      await fleet.stop();
    }
  } finally {
    await lock.release();
  }
}

interface Tour {
  readonly progress: Progress;
  readonly fleet: Fleet;
  readonly corpus: Corpus;
}

async function showTour({ signal }: LocalFleetRun, { progress, fleet, corpus }: Tour): Promise<void> {
  await runTour({ description: fleet.description(), corpus, signal, step: progress.step });
  await progress.step('every process is still up', async () => {
    fleet.requireAllUp();
    if (fleet.crashes() > 0)
      throw new Fault('internal', 'A process crashed during the tour. See the logs in the data folder.');
  });
}

async function keepRunning(
  fleet: Fleet,
  progress: Progress,
  memoryMb: number,
  signal: AbortSignal,
): Promise<void> {
  const { ingress_url, dashboard_url, dashboard_user, dashboard_password, api_keys, autoscale } =
    fleet.description();
  progress.say(`
  Ingress    ${ingress_url}  (API reference: ${ingress_url}/docs)
  Dashboard  ${dashboard_url}  (${dashboard_user} / ${dashboard_password})
  API key    ${api_keys['user'] ?? ''}
  Memory     ${memoryMb} MB${autoscale === null ? '' : scalingLine(autoscale)}
  Ctrl-C stops everything; the data stay.
`);
  await fleet.keepScaling();
  if (!signal.aborted) await once(signal, 'abort');
}

const scalingLine = ({ min_workers, max_workers, speed }: AutoscaleDescription): string => `
  Autoscale  on: ${min_workers} to ${max_workers} query-workers, by ${SCALED_OBJECT} at ${speed} times its speed`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the user can act on, without a stack; anything else with one. */
const shownOf = (error: unknown): string =>
  error instanceof Error && !(error instanceof Fault) ? (error.stack ?? error.message) : messageOf(error);
