import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** SIGTERM first; what is still there this long after it gets SIGKILL. */
const GRACE_SECONDS = 5;

// Blocks until its standard input closes, which the kernel does when the owner is gone, however it died.
const GUARD = `
trap '' INT TERM HUP
while read -r word; do [ "$word" = done ] && exit 0; done
kill -TERM "$1" 2>/dev/null || exit 0
for second in $(seq ${GRACE_SECONDS}); do
  sleep 1
  kill -0 "$1" 2>/dev/null || exit 0
done
kill -KILL "$1" 2>/dev/null`;

/**
 * Makes sure that process `pid` does not outlive this one, even when this one is killed with SIGKILL.
 * Call the returned function when the process has ended by itself, before its number can be given to another.
 */
export function endWithOwner(pid: number): () => void {
  const guard = spawn('sh', ['-c', GUARD, 'ragfleet-guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  // Neither the guard nor the pipe to it, which is a socket inside, may hold this process open.
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return () => guard.stdin.end('done\n');
}
