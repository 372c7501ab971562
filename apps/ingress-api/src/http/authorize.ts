import { Fault, type Principal } from '@ragfleet/kernel';
import type { Access } from './route.ts';

/** Throws a Fault `forbidden` that names what is required; default deny. */
export function authorize(caller: Principal | null, access: Access): void {
  if (access.who === 'anyone') return;
  if (caller?.kind === 'operator' && access.who !== 'tenant') return;
  if (access.who === 'operator') throw denied('operator');
  if (caller?.kind === 'tenant' && access.anyOf.some((permission) => caller.permissions.has(permission)))
    return;
  throw denied(access.anyOf[0] ?? 'admin');
}

function denied(required: string): Fault {
  return new Fault('forbidden', `Permission denied: ${required} required`);
}
