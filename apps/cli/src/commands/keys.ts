import type { ApiKey, ApiKeyWithSecret, NewApiKey, Permission, Role } from '@ragfleet/client';
import type { Lane } from '@ragfleet/kernel';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';

export interface CreateKeyOptions {
  readonly json: boolean;
  readonly role: Role;
  readonly name?: string;
  readonly permission?: Permission[];
  readonly scope?: Permission[];
  readonly namespace?: string[];
  readonly department?: string;
  readonly lane?: Lane[];
  readonly rate?: number;
  readonly expires?: string;
}

/** Shows the tenant's keys, newest first; holds when none of them has expired. */
export async function listKeys(
  context: CommandContext,
  { json }: { readonly json: boolean },
): Promise<boolean> {
  const { apiKeys } = await clientAs(context, 'admin');
  const { data } = await apiKeys.list({ signal: context.signal });
  if (json) context.print(jsonLine({ keys: data }));
  else for (const key of data) context.print(lineOfKey(key));
  return data.every(({ status }) => status === 'active');
}

/** Creates a key; its secret is shown this once. */
export async function createKey(
  context: CommandContext,
  principalId: string,
  options: CreateKeyOptions,
): Promise<boolean> {
  const { apiKeys } = await clientAs(context, 'admin');
  const key = await apiKeys.create(submissionOf(principalId, options), { signal: context.signal });
  showSecret(context, key, options.json);
  return true;
}

/** Gives a key a new secret, which is shown this once. */
export async function rotateKey(
  context: CommandContext,
  id: string,
  { json, overlap }: { readonly json: boolean; readonly overlap: number },
): Promise<boolean> {
  const { apiKeys } = await clientAs(context, 'admin');
  const key = await apiKeys.rotate(id, { overlap_seconds: overlap }, { signal: context.signal });
  showSecret(context, key, json);
  return true;
}

/** Ends a key everywhere, within 5 s. */
export async function revokeKey(
  context: CommandContext,
  id: string,
  { json }: { readonly json: boolean },
): Promise<boolean> {
  const { apiKeys } = await clientAs(context, 'admin');
  await apiKeys.revoke(id, { signal: context.signal });
  context.print(json ? jsonLine({ revoked: id }) : `${id} is revoked.`);
  return true;
}

function submissionOf(principalId: string, options: CreateKeyOptions): NewApiKey {
  const { role, permission, scope, namespace, lane, rate, expires, name, department } = options;
  return {
    principal_id: principalId,
    role,
    ...(name !== undefined && { name }),
    ...(permission !== undefined && { permissions: permission }),
    ...(scope !== undefined && { scopes: scope }),
    ...(namespace !== undefined && { namespaces: namespace }),
    ...(department !== undefined && { department }),
    ...(lane !== undefined && { lanes: lane }),
    ...(rate !== undefined && { requests_per_second: rate }),
    ...(expires !== undefined && { expires_at: expires }),
  };
}

function showSecret(context: CommandContext, key: ApiKeyWithSecret, json: boolean): void {
  if (json) {
    context.print(jsonLine(key));
    return;
  }
  context.print(lineOfKey(key));
  context.print(`Keep this, it is not shown again: ${key.secret}`);
  if (key.previous_secret_until !== null)
    context.print(`The secret of before works until ${key.previous_secret_until}.`);
}

function lineOfKey(key: ApiKey): string {
  const { id, status, role, principal_id: principal, name, last_used_on: used, expires_at: expires } = key;
  const what = `${id}  ${status.padEnd(7)}  ${role.padEnd(7)}  ${principal}`;
  const more = [
    name === null ? '' : `(${name})`,
    used === null ? 'never used' : `last used ${used}`,
    expires === null ? '' : `expires ${expires}`,
  ];
  return [what, ...more.filter((part) => part !== '')].join('  ');
}
