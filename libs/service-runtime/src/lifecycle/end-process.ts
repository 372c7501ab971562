/** What is still open then is nothing that anybody waits for. */
const LINGER_MS = 250;

/**
 * Ends the process by itself once nothing is open any more, and with `process.exit` a moment later at the latest. To exit at
 * once joins V8's compiler threads, one of which may wait for a collection that only the thread that exits could make: then
 * the process stands still until somebody kills it (nodejs/node#54918). A process that ends by itself takes them back first.
 */
export function endProcess(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(), LINGER_MS).unref();
}
