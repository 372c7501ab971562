import { workerData } from 'node:worker_threads';

/**
 * Ends the process when it grows beyond its memory, or when the one that started it is gone. On a thread of its own:
 * what it watches may be busy for ever, and buffers do not count as heap, so the engine's own limit misses them.
 */
const CHECK_EVERY_MS = 50;
const maxProcessBytes = Number(workerData);
const parentId = process.ppid;

setInterval(() => {
  if (process.memoryUsage.rss() > maxProcessBytes || process.ppid !== parentId)
    process.kill(process.pid, 'SIGKILL');
}, CHECK_EVERY_MS);
