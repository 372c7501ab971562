import { isFault } from '@ragfleet/kernel';
import { requireResidency, residencyVariables } from '@ragfleet/residency';
import { readConfig } from '@ragfleet/service-runtime';
import { z } from 'zod';
import { type Finding, ill, well } from './contract.ts';

const schema = z.object(residencyVariables);

/** Whether a process with the variables of this shell would keep to its REGION; nothing where none is set. */
export function checkResidency(env: NodeJS.ProcessEnv): Finding[] {
  if ((env['REGION'] ?? '') === '') return [];
  try {
    const region = requireResidency({ ...env, ...readConfig(schema, env) });
    return [well('region', `every endpoint named here is in ${region} and over TLS`)];
  } catch (error) {
    if (!isFault(error, 'invalid-input')) throw error;
    const [detail = '', ...fixes] = error.message.split('\n').map((line) => line.trim());
    return [ill('region', detail, fixes.join('; '))];
  }
}
