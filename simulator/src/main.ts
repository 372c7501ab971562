import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_ADMISSION_LIMITS } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { type ExitCode, readFlags, runCommand, wrongUse } from '@ragfleet/service-runtime';
import { LOAD_NAMES, type LoadProfile, loadProfile, MILLION_A_DAY } from './load/load-profile.ts';
import { recordedLoad } from './load/recorded-load.ts';
import { readFleetManifests } from './read-fleet-manifests.ts';
import { renderReplicas, renderSummaries } from './report/render-report.ts';
import { summarize } from './report/summarize.ts';
import { readIngressAutoscaler } from './read-ingress-autoscaler.ts';
import { simulateIngress } from './simulate-ingress.ts';
import { scalingPolicies } from './scaling-policies.ts';
import { simulate } from './simulate.ts';

const USAGE = `Usage: npm run simulate [-- --load ${LOAD_NAMES.join('|')}] [--per-second N] [--minutes N] [--seed N] [--json]
  --recorded FILE       a load as a fleet saw it, lines of time,questions, instead of --load
  --per-second          mean of the load outside of a burst; ${MILLION_A_DAY.toFixed(1)} is a million questions a day
  --max-pods            instead of the ScaledObject's maxReplicaCount
  --pod-start-seconds   from a pod's creation until it takes jobs (20)
  --ingress-cpu-ms      CPU that a question costs the ingress, with its polls (1.8: docs/benchmarks.md, row 14)
  --vcpu-hour-usd, --gib-hour-usd   what the cluster charges for what a pod requests (0.04048, 0.004445: AWS Fargate, Linux/x86, us-east-1)`;

const parseFlags = (args: string[]) =>
  readFlags(USAGE, {
    args,
    options: {
      load: { type: 'string', default: 'burst' },
      recorded: { type: 'string' },
      'per-second': { type: 'string', default: String(MILLION_A_DAY) },
      minutes: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'max-pods': { type: 'string' },
      'pod-start-seconds': { type: 'string', default: '20' },
      'vcpu-hour-usd': { type: 'string', default: '0.04048' },
      'gib-hour-usd': { type: 'string', default: '0.004445' },
      'ingress-cpu-ms': { type: 'string', default: '1.8' },
      json: { type: 'boolean', default: false },
    },
  }).values;
type Flags = ReturnType<typeof parseFlags>;

const MOST_QUESTIONS = 5_000_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function positive(flag: string, text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw wrongUse(`--${flag} is a number above 0, not ${text}.`, USAGE);
}

/** A load as a fleet saw it. Fault `invalid-input` where the file cannot be read, or is no load. */
function readLoad(path: string): LoadProfile {
  try {
    return recordedLoad(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('invalid-input', `--recorded: ${reason}`, { cause });
  }
}

function chooseLoad(flags: Flags): LoadProfile {
  const name = LOAD_NAMES.find((known) => known === flags.load);
  if (name === undefined) throw wrongUse(`There is no load ${flags.load}.`, USAGE);
  const perSecond = positive('per-second', flags['per-second']);
  const minutes = flags.minutes === undefined ? undefined : positive('minutes', flags.minutes);
  if (flags.recorded !== undefined) {
    const load = readLoad(flags.recorded);
    // Arrivals are thinned out of the peak: that is the work, however few are left.
    if (load.minutes * 60 * load.peakPerSecond <= MOST_QUESTIONS) return load;
    throw wrongUse(
      `At its peak that is more than ${MOST_QUESTIONS} questions: record fewer lines, or longer intervals.`,
      USAGE,
    );
  }
  const load = loadProfile(name, perSecond, minutes);
  if (load.minutes * 60 * perSecond <= MOST_QUESTIONS) return load;
  throw wrongUse(
    `That is more than ${MOST_QUESTIONS} questions: take fewer minutes, or fewer per second.`,
    USAGE,
  );
}

/** A run for each way of scaling, the manifests as they are first. */
function simulateAll(flags: Flags, load: LoadProfile) {
  const manifests = readFleetManifests(ROOT);
  const most =
    flags['max-pods'] === undefined
      ? {}
      : { maxReplicaCount: Math.ceil(positive('max-pods', flags['max-pods'])) };
  const usdPerPodHour =
    manifests.vcpu * positive('vcpu-hour-usd', flags['vcpu-hour-usd']) +
    manifests.memoryGib * positive('gib-hour-usd', flags['gib-hour-usd']);
  return scalingPolicies({ ...manifests.scaled, ...most }).map(({ name, scaled, stalledChecks }) => {
    const outcome = simulate({
      scaled,
      load,
      pods: {
        slots: manifests.slots,
        drainMs: manifests.drainMs,
        killMs: manifests.killMs,
        startMs: positive('pod-start-seconds', flags['pod-start-seconds']) * 1_000,
        stalledChecks,
      },
      seed: positive('seed', flags.seed),
      fairShareOfLane: DEFAULT_ADMISSION_LIMITS.fairShareOfLane,
      metricLagMs: 1_000,
      nodeLossMs: load.minutes * 60_000 * 0.4,
    });
    return { summary: summarize(name, outcome, usdPerPodHour), samples: outcome.samples };
  });
}

async function run(flags: Flags): Promise<ExitCode> {
  const load = chooseLoad(flags);
  const cpuMsPerQuestion = positive('ingress-cpu-ms', flags['ingress-cpu-ms']);
  const runs = simulateAll(flags, load);
  const ingressPods = simulateIngress({ ingress: readIngressAutoscaler(ROOT), load, cpuMsPerQuestion });
  const [asItIs] = runs;
  if (flags.json) {
    const { minutes } = load;
    const report = {
      load: flags.recorded ?? flags.load,
      perSecond: Number(flags['per-second']),
      minutes,
      runs,
      ingressPods,
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    process.stdout.write(`${renderReplicas(asItIs?.samples ?? [])}\n\n`);
    process.stdout.write(`${renderSummaries(runs.map(({ summary }) => summary))}\n\n`);
    process.stdout.write(`ingress-api: ${Math.min(...ingressPods)} to ${Math.max(...ingressPods)} pods\n`);
  }
  if (asItIs === undefined) return 1;
  const { lost, stranded, killedMidJob } = asItIs.summary;
  return lost + stranded + killedMidJob === 0 ? 0 : 1;
}

const args = process.argv.slice(2);
runCommand({ args, usage: USAGE, main: async () => run(parseFlags(args)) });
