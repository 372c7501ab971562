import { Fault } from '@ragfleet/kernel';

/** A part of a process that starts and stops. `stop` resolves within `graceMs` or is left behind. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  /** Told when a stop begins, before any service stops: whoever says that the process is ready says so no longer. */
  beginStop?(): void;
  stop(graceMs: number): Promise<void>;
}

interface ServiceLogger {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Resolves when the work does, or rejects with a `timeout` Fault after `limitMs`. */
export async function withDeadline<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Fault('timeout', `${what} did not end within ${limitMs} ms.`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts in order. When one fails, what had started is stopped and the failure is thrown. */
export async function startServices(
  services: readonly Service[],
  logger: ServiceLogger,
  graceMs: number,
): Promise<void> {
  const started: Service[] = [];
  for (const service of services) {
    try {
      await service.start();
      started.push(service);
    } catch (error) {
      await stopServices(started, logger, graceMs);
      throw error;
    }
  }
}

/** Tells all that the stop begins, then stops them in reverse order, all inside one grace period; a service that fails or hangs does not keep the others up. True when all stopped. */
export async function stopServices(
  services: readonly Service[],
  logger: ServiceLogger,
  graceMs: number,
): Promise<boolean> {
  const endsAt = performance.now() + graceMs;
  let allStopped = true;
  for (const service of services) service.beginStop?.();
  for (const service of services.toReversed()) {
    const remainingMs = Math.max(1, endsAt - performance.now());
    try {
      await withDeadline(service.stop(remainingMs), remainingMs, `Stopping ${service.name}`);
    } catch (error) {
      allStopped = false;
      logger.error({ service: service.name, error }, 'service did not stop cleanly');
    }
  }
  return allStopped;
}
