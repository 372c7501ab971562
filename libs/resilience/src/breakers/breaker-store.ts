/** When a breaker opens, and for how long. */
export interface BreakerRules {
  /** Counted failures in a row, over all who share the breaker. */
  readonly consecutiveFailures: number;
  readonly resetMs: number;
  /**
   * How long a row of failures that no process had alone has to stand at the least: in a busy fleet, a few are a row only
   * until the successes of calls between them are known. Where calls have not failed, it stands for twice as
   * long as a success takes.
   */
  readonly confirmMs: number;
}

export interface BreakerState {
  readonly state: 'closed' | 'open' | 'half-open';
  /** Counted failures in a row, as far as they matter: never more than the rules ask for. */
  readonly failures: number;
  /** By the clock of the store; null while closed. */
  readonly openedAtMs: number | null;
  /** Another number for every opening. */
  readonly opening: number;
  /** Until probes are let go; 0 unless open. */
  readonly resetInMs: number;
}

/** Calls of one process since it last told of them. Each is told of once, when it begins and when it fails. */
export interface SeenCalls {
  /** That began, less those that were given up. Who is not back yet counts as a call that has not failed. */
  readonly calls: number;
  readonly failures: number;
  /** How long ago the failures began that began after every success, oldest first. */
  readonly failedSinceMs: readonly number[];
  /** The longest run of failures of this process, by their starts; also of those that it told of before. */
  readonly ownFailuresInARow: number;
  /** How long ago the success began that began last; null without any. */
  readonly succeededSinceMs: number | null;
  /** The longest that a success took; null without any. */
  readonly longestMs: number | null;
}

/** A place among the few calls that a half-open breaker lets go. It is lent: whoever dies with it gives it back in time. */
export interface Probe {
  readonly id: string;
  /** Of the opening that it probes: an outcome that comes after the next one says nothing. */
  readonly opening: number;
}

/** `returned`: the call was given up, or its outcome says nothing about the dependency. */
export type ProbeOutcome = 'succeeded' | 'failed' | 'returned';

export interface ProbeReply {
  /** Null when all places are taken, before the reset, and when the breaker is closed. */
  readonly probe: Probe | null;
  readonly state: BreakerState;
}

/** The state of breakers, for all who know their names. Each method reads or changes one of them in one step. */
export interface BreakerStore {
  /** With nothing seen, it reads. */
  report(name: string, rules: BreakerRules, seen: SeenCalls): Promise<BreakerState>;
  takeProbe(name: string, rules: BreakerRules): Promise<ProbeReply>;
  endProbe(name: string, rules: BreakerRules, probe: Probe, outcome: ProbeOutcome): Promise<BreakerState>;
}

export const NOTHING_SEEN: SeenCalls = {
  calls: 0,
  failures: 0,
  failedSinceMs: [],
  ownFailuresInARow: 0,
  succeededSinceMs: null,
  longestMs: null,
};

/** Lent at one time, and the successes that close. */
export const PROBES = 3;
/** Several times what news, the next success and its report take. */
export const CONFIRM_MS = 50;
/** After this a call that is not back says nothing any more, and a probe's place is free again: as long as a model may take
 * for its first word. */
export const PROBE_LEASE_MS = 10_000;
/** Opens too when half of at least 20 calls that began in 10 s have failed. */
export const SHARE = { ofCalls: 0.5, minCalls: 20, windowSeconds: 10 };
