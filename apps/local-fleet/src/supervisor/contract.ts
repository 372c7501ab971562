/** How a process ended: its exit code, or null after a signal. */
export type ExitCode = number | null;

/** A process that runs and is ready. */
export interface RunningProcess {
  readonly pid: number;
  readonly exited: Promise<ExitCode>;
  /** SIGTERM, and SIGKILL `graceMs` after it. Resolves when it is gone; a second call waits for what the first one began. */
  stop(graceMs: number): Promise<void>;
}

/** One process of the fleet, as something that can be started any number of times. */
export interface ProcessSpec {
  readonly name: string;
  /** Resolves when the process is ready; throws a Fault that shows its last words when it never is. */
  start(signal: AbortSignal): Promise<RunningProcess>;
}

/** A process that comes back. */
export interface SupervisedProcess {
  readonly name: string;
  /** null while it is down. */
  pid(): number | null;
  /** Throws what kept it from starting. */
  start(): Promise<void>;
  /** As `start`, but a start that fails is repeated as one after a crash is. Resolves when it is up, or told to stop. */
  keepStarting(): Promise<void>;
  /** Final: from then on it does not come back. */
  stop(graceMs: number): Promise<void>;
}

export interface SupervisorEvents {
  /** A process ended that nobody had asked to end. */
  onCrash(name: string, exitCode: ExitCode, restartInMs: number): void;
  /** A process is up, for the first time or again. */
  onUp(name: string, pid: number): void;
}
