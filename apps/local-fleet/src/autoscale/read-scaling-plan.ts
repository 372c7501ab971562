import { readScaledObject } from '@ragfleet/autoscaling';
import { Fault } from '@ragfleet/kernel';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ScalingPlan } from './contract.ts';

export interface ScalingWish {
  readonly maxWorkers: number;
  readonly speed: number;
}

/** From the root of the repository, as it is said to users. */
export const SCALED_OBJECT = 'keda/query-worker-scaled-object.yaml';
const SCALED_OBJECT_PATH = fileURLToPath(new URL(`../../../../${SCALED_OBJECT}`, import.meta.url));

const manifest = z.object({ kind: z.literal('ScaledObject'), spec: z.unknown() });

/**
 * The rules of the cluster within the limits of one machine: one worker at least, because nothing here wakes the first
 * one, and `maxWorkers` at most. Fault `invalid-input` that names the file when it cannot be read.
 */
export async function readScalingPlan(
  { maxWorkers, speed }: ScalingWish,
  path = SCALED_OBJECT_PATH,
): Promise<ScalingPlan> {
  try {
    const { spec } = manifest.parse(parse(await readFile(path, 'utf8')));
    const scaled = readScaledObject(spec);
    const minReplicaCount = Math.min(Math.max(1, scaled.minReplicaCount), maxWorkers);
    return { scaled: { ...scaled, minReplicaCount, maxReplicaCount: maxWorkers }, speed };
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Fault(
      'invalid-input',
      `--autoscale takes its rules from ${path}, which cannot be used. Mend it, or leave --autoscale out. ${reason}`,
      { cause },
    );
  }
}
