import type { Law } from './law.ts';

/** L5: no process is left, and none came to grief but those that were killed on purpose. */
export const processes: Law = ({ history }) => {
  const killed = new Set(
    history.processes.filter(({ kind }) => kind === 'killed-by-harness').map(({ name }) => name),
  );
  return history.processes
    .filter(
      ({ kind, name }) => kind === 'left-running' || (kind !== 'killed-by-harness' && !killed.has(name)),
    )
    .map(({ kind, name, detail }) => ({ law: 'L5', detail: `${name}, ${kind}: ${detail}` }));
};
