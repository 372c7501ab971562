/** How a process ended: its exit code, or null after a signal. */
export type ExitCode = number | null;

/** A process that runs and is ready. */
export interface RunningProcess {
  readonly pid: number;
  readonly exited: Promise<ExitCode>;
  /** SIGTERM, and SIGKILL after `graceMs`. Resolves when it is gone. */
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
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

export interface SupervisorEvents {
  /** A process ended that nobody had asked to end. */
  onCrash(name: string, exitCode: ExitCode, restartInMs: number): void;
  /** A process is up, for the first time or again. */
  onUp(name: string, pid: number): void;
}
