/**
 * What the work costs this thread, in milliseconds of processor time: a busy machine makes the clock run on, and this
 * not. Waiting counts for nothing.
 */
export async function processorMs(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
