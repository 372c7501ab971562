import { cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on. */
export function describeMachine(): Readonly<Record<string, string | number>> {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    // More than it has cores: others were at work as well.
    load_average: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
