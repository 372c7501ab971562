import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_ADMISSION_LIMITS } from '@ragfleet/job-queue';
import { LOAD_NAMES, type LoadProfile, loadProfile, MILLION_A_DAY } from './load/load-profile.ts';
import { recordedLoad } from './load/recorded-load.ts';
import { readFleetManifests } from './read-fleet-manifests.ts';
import { renderReplicas, renderSummaries } from './report/render-report.ts';
import { summarize } from './report/summarize.ts';
import { readIngressAutoscaler } from './read-ingress-autoscaler.ts';
import { simulateIngress } from './simulate-ingress.ts';
import { scalingPolicies } from './scaling-policies.ts';
import { simulate } from './simulate.ts';

const USAGE = `npm run simulate [-- --load ${LOAD_NAMES.join('|')}] [--per-second N] [--minutes N] [--seed N] [--json]
  --recorded FILE       a load as a fleet saw it, lines of time,questions, instead of --load
  --per-second          mean of the load outside of a burst; ${MILLION_A_DAY.toFixed(1)} is a million questions a day
  --max-pods            instead of the ScaledObject's maxReplicaCount
  --pod-start-seconds   from a pod's creation until it takes jobs (20)
  --ingress-cpu-ms      CPU that a question costs the ingress, with its polls (1.8: docs/benchmarks.md, row 14)
  --vcpu-hour-usd, --gib-hour-usd   what the cluster charges for what a pod requests (0.04048, 0.004445: AWS Fargate, Linux/x86, us-east-1)`;

const { values } = parseArgs({
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
    help: { type: 'boolean', default: false },
  },
});

const MOST_QUESTIONS = 5_000_000;

function stop(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

function positive(flag: string, text: string): number {
  const number = Number(text);
  return number > 0 && Number.isFinite(number) ? number : stop(`--${flag} is a number above 0, not ${text}.`);
}

/** A file that cannot be read, or is no load, ends the command with why. */
function readLoad(path: string): LoadProfile {
  try {
    return recordedLoad(readFileSync(path, 'utf8'));
  } catch (error) {
    return stop(`--recorded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const loadName = LOAD_NAMES.find((name) => name === values.load) ?? stop(`There is no load ${values.load}.`);
const perSecond = positive('per-second', values['per-second']);
const minutes = values.minutes === undefined ? undefined : positive('minutes', values.minutes);
const load =
  values.recorded === undefined ? loadProfile(loadName, perSecond, minutes) : readLoad(values.recorded);
if (values.recorded === undefined && load.minutes * 60 * perSecond > MOST_QUESTIONS)
  stop(`That is more than ${MOST_QUESTIONS} questions: take fewer minutes, or fewer per second.`);
// Arrivals are thinned out of the peak: that is the work, however few are left.
if (values.recorded !== undefined && load.minutes * 60 * load.peakPerSecond > MOST_QUESTIONS)
  stop(`At its peak that is more than ${MOST_QUESTIONS} questions: record fewer lines, or longer intervals.`);

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifests = readFleetManifests(root);
const most =
  values['max-pods'] === undefined
    ? {}
    : { maxReplicaCount: Math.ceil(positive('max-pods', values['max-pods'])) };
const usdPerPodHour =
  manifests.vcpu * positive('vcpu-hour-usd', values['vcpu-hour-usd']) +
  manifests.memoryGib * positive('gib-hour-usd', values['gib-hour-usd']);
const runs = scalingPolicies({ ...manifests.scaled, ...most }).map(({ name, scaled, stalledChecks }) => {
  const outcome = simulate({
    scaled,
    load,
    pods: {
      slots: manifests.slots,
      drainMs: manifests.drainMs,
      killMs: manifests.killMs,
      startMs: positive('pod-start-seconds', values['pod-start-seconds']) * 1_000,
      stalledChecks,
    },
    seed: positive('seed', values.seed),
    fairShareOfLane: DEFAULT_ADMISSION_LIMITS.fairShareOfLane,
    metricLagMs: 1_000,
    nodeLossMs: load.minutes * 60_000 * 0.4,
  });
  return { summary: summarize(name, outcome, usdPerPodHour), samples: outcome.samples };
});

const ingressPods = simulateIngress({
  ingress: readIngressAutoscaler(root),
  load,
  cpuMsPerQuestion: positive('ingress-cpu-ms', values['ingress-cpu-ms']),
});

if (values.json)
  process.stdout.write(
    `${JSON.stringify({ load: values.recorded ?? loadName, perSecond, minutes: load.minutes, runs, ingressPods })}\n`,
  );
else {
  const [asItIs] = runs;
  process.stdout.write(`${renderReplicas(asItIs?.samples ?? [])}\n\n`);
  process.stdout.write(`${renderSummaries(runs.map(({ summary }) => summary))}\n\n`);
  process.stdout.write(`ingress-api: ${Math.min(...ingressPods)} to ${Math.max(...ingressPods)} pods\n`);
}
const [manifest] = runs;
process.exitCode =
  manifest !== undefined &&
  manifest.summary.lost + manifest.summary.stranded + manifest.summary.killedMidJob === 0
    ? 0
    : 1;
