import pico from 'picocolors';

/** A part of the run as the report names it. */
export interface Step {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
}

/** Shows steps as they end, and keeps them for the report. */
export interface Progress {
  readonly say: (line: string) => void;
  /** Runs the work as a named step. Its failure is shown, kept and thrown on. What it returns as text is shown below its name. */
  readonly step: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
  readonly steps: () => readonly Step[];
}

export function createProgress(write: (text: string) => void): Progress {
  const steps: Step[] = [];
  const say = (line: string): void => write(`${line}\n`);
  const end = (name: string, ok: boolean, startedAt: number): void => {
    const ms = Math.round(performance.now() - startedAt);
    steps.push({ name, ok, ms });
    say(`${ok ? pico.green('✓') : pico.red('✗')} ${name} ${pico.dim(`${ms} ms`)}`);
  };
  return {
    say,
    steps: () => steps,
    async step(name, work) {
      const startedAt = performance.now();
      try {
        const result = await work();
        end(name, true, startedAt);
        if (typeof result === 'string') for (const line of result.split('\n')) say(`    ${line}`);
        return result;
      } catch (error) {
        end(name, false, startedAt);
        throw error;
      }
    },
  };
}
