import type { AppConfig } from '../config-schemas/read-config-schemas.ts';

/** An app that embeds or ranks otherwise than another, or looks elsewhere, finds nothing of what the other wrote. */
const SAID_ALIKE = /^(NEXT_)?EMBEDDING_(MODEL|DIMENSION)$|^(VECTOR|PGVECTOR|QDRANT|PINECONE)_|^RERANK/;

/** What every app that reads it has to be given alike. `environments` holds each app's own, by app and variable. */
export function checkAgreement(
  environments: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  configs: readonly AppConfig[],
): string[] {
  const readers = new Map<string, string[]>();
  for (const { app, variables } of configs.filter((config) => environments.has(config.app)))
    for (const { name } of variables.filter((variable) => SAID_ALIKE.test(variable.name)))
      readers.set(name, [...(readers.get(name) ?? []), app]);
  return [...readers]
    .filter(([name, apps]) => {
      const values = apps.map((app) => JSON.stringify(environments.get(app)?.[name] ?? null));
      return new Set(values).size > 1;
    })
    .map(([name, apps]) => `${name} is not the same in ${apps.join(', ')}.`);
}
