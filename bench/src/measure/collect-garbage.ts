import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/** Of all that was left by now, so that it falls on nobody who is measured next. */
export function collectGarbage(): void {
  collect ??= openCollector();
  collect();
}

/** Node keeps its collector to itself unless it is asked for, which may be done at any time. */
function openCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const opened: unknown = runInNewContext('gc');
  if (typeof opened !== 'function') throw new Error('This Node does not lend its garbage collector.');
  return () => {
    Reflect.apply(opened, undefined, []);
  };
}
