import { readFile } from 'node:fs/promises';
import { Fault, systemClock } from '@ragfleet/kernel';
import { type AllowHosts, checkPublicUrl, parseAllowHosts } from '@ragfleet/public-http';
import type { SourceRules } from '@ragfleet/rag-core';
import type { ConfiguredSource, SourceSchedule } from './contract.ts';
import { openSource } from './open-source.ts';
import { type SourceEntry, sourceFile } from './source-file.ts';

export interface ReadSourcesOptions {
  /** `SOURCES_FILE`. */
  readonly path: string;
  /** `SOURCE_ALLOW_HOSTS`. */
  readonly allowHosts: string;
  /** Where the variables are that the file names. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const ITEM_TIMEOUT_MS = 120_000;
const MAX_PROBLEMS = 20;

/** Reads the sources once, at start. Every problem of the file in one Fault `invalid-input`, each with its fix. */
export async function readSources({
  path,
  allowHosts,
  env,
}: ReadSourcesOptions): Promise<ConfiguredSource[]> {
  const parsed = sourceFile.safeParse(await readJson(path));
  if (!parsed.success)
    throw unusable(
      parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || 'file'}: ${message}`),
    );
  const hosts = parseAllowHosts(allowHosts, 'SOURCE_ALLOW_HOSTS');
  const problems = [
    ...repeatedNames(parsed.data),
    ...parsed.data.flatMap((entry, index) =>
      [...missingVariables(entry, env), ...privateUrls(entry, hosts)].map((text) => `${index}.${text}`),
    ),
  ];
  if (problems.length > 0) throw unusable(problems);
  return parsed.data.map((entry) => ({
    name: { tenantId: entry.tenant, source: entry.name },
    schedule: scheduleOf(entry),
    rules: rulesOf(entry),
    documents: openSource(entry, { allowHosts: hosts, env, clock: systemClock }),
  }));
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Fault('invalid-input', 'SOURCES_FILE cannot be read as JSON. Check its path and its commas.', {
      cause,
    });
  }
}

function unusable(problems: readonly string[]): Fault {
  const listed = problems.slice(0, MAX_PROBLEMS).map((problem) => `  ${problem}`);
  const more = problems.length > MAX_PROBLEMS ? [`  and ${problems.length - MAX_PROBLEMS} more`] : [];
  return new Fault('invalid-input', `SOURCES_FILE is not usable:\n${[...listed, ...more].join('\n')}`);
}

function repeatedNames(entries: readonly SourceEntry[]): string[] {
  const ids = entries.map(({ tenant, name }) => `${tenant}/${name}`);
  const repeated = [...ids.keys()].filter((index) => ids.indexOf(ids[index] ?? '') < index);
  return repeated.map(
    (index) => `${index}.name: Name each source of a tenant once: its documents are known by it.`,
  );
}

function missingVariables(entry: SourceEntry, env: ReadSourcesOptions['env']): string[] {
  if (entry.kind !== 's3') return [];
  const { access_key_id_env: id, secret_access_key_env: secret, session_token_env: token } = entry;
  const named = { access_key_id_env: id, secret_access_key_env: secret, session_token_env: token };
  return Object.entries(named)
    .filter(([, variable]) => variable !== undefined && (env[variable] ?? '') === '')
    .map(([field]) => `${field}: The variable is not set in this process.`);
}

function privateUrls(entry: SourceEntry, hosts: AllowHosts): string[] {
  if (entry.kind !== 'web') return [];
  return entry.urls.flatMap((url, index) =>
    checkPublicUrl(new URL(url), hosts) === null
      ? []
      : [
          `urls.${index}: Use https on port 443 or 8443 of a public host, without a user name; SOURCE_ALLOW_HOSTS names others for development.`,
        ],
  );
}

function scheduleOf({ every_minutes: everyMinutes, cron = '', timezone }: SourceEntry): SourceSchedule {
  return everyMinutes === undefined ? { cron, timezone } : { everyMinutes };
}

const BYTES_PER_MB = 1_048_576;

function rulesOf(entry: SourceEntry): SourceRules {
  const { namespace, department = null, metadata } = entry;
  return {
    labels: { namespace, department, metadata },
    maxItemBytes: Math.floor(entry.max_item_mb * BYTES_PER_MB),
    itemTimeoutMs: ITEM_TIMEOUT_MS,
    maxPassMs: entry.max_pass_minutes * 60_000,
    allowMassDelete: entry.allow_mass_delete,
  };
}
