import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';

/** Places where a fault test makes the process fail. */
export interface Failpoints {
  /** Does what was asked for at this point; nothing when nothing was. `subject`: what a failpoint may be limited to. */
  reach(point: string, subject?: string): Promise<void>;
}

/** RAGFLEET_FAILPOINTS of a process that has failpoints. */
export const failpointVariables = {
  RAGFLEET_FAILPOINTS: z
    .string()
    .refine(isReadable, 'must be point=kill|abort|hang|block, with :milliseconds and @marker where wanted')
    .default('')
    .meta({
      description:
        'for fault tests, refused in production: where this process fails, such as query.settled=kill,query.answering=block:9000@poison',
    }),
};

function isReadable(text: string): boolean {
  return text.split(',').every((part) => SYNTAX.test(part.trim()));
}

const ACTIONS = ['kill', 'abort', 'hang', 'block'] as const;
type Action = (typeof ACTIONS)[number];

interface Failpoint {
  readonly point: string;
  readonly action: Action;
  /** Of `block`. */
  readonly timeMs: number;
  /** Only for subjects that hold it; '' for all. */
  readonly marker: string;
}

export interface FailpointOptions {
  readonly RAGFLEET_FAILPOINTS: string;
  readonly RAGFLEET_ENV: 'development' | 'production';
}

/**
 * `point=action[:milliseconds][@marker]`, comma-separated. kill: SIGKILL. abort: a core dump's end. hang: never goes on.
 * block: the event loop stands still. null when there are none; Fault `invalid-input` when they cannot be read, and in
 * production.
 */
export function createFailpoints(options: FailpointOptions): Failpoints | null {
  if (options.RAGFLEET_FAILPOINTS === '') return null;
  if (options.RAGFLEET_ENV === 'production')
    throw new Fault('invalid-input', 'RAGFLEET_FAILPOINTS is for tests. Unset it in production.');
  const failpoints = options.RAGFLEET_FAILPOINTS.split(',').map(parseFailpoint);
  return {
    reach: async (point, subject = '') => {
      for (const failpoint of failpoints)
        if (failpoint.point === point && subject.includes(failpoint.marker)) await fail(failpoint);
    },
  };
}

const SYNTAX = /^([a-z.-]+)=([a-z]+)(?::(\d{1,6}))?(?:@(.+))?$/;

function parseFailpoint(text: string): Failpoint {
  const [, point, name, timeMs = '0', marker = ''] = SYNTAX.exec(text.trim()) ?? [];
  const action = ACTIONS.find((one) => one === name);
  if (point === undefined || action === undefined)
    throw new Fault(
      'invalid-input',
      `RAGFLEET_FAILPOINTS: write point=${ACTIONS.join('|')}[:milliseconds][@marker], comma-separated.`,
    );
  return { point, action, timeMs: Number(timeMs), marker };
}

async function fail({ action, timeMs }: Failpoint): Promise<void> {
  switch (action) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      return never();
    case 'abort':
      return process.abort();
    case 'hang':
      return never();
    case 'block':
      return block(timeMs);
    default:
      return action satisfies never;
  }
}

const never = (): Promise<never> => new Promise(() => undefined);

/** Nothing else of this process runs meanwhile: no timer, no reply, no renewal of a lock. */
function block(timeMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeMs);
}
