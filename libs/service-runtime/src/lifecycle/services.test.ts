import { describe, expect, it } from 'vitest';
import { type Service, startServices, stopServices } from './services.ts';

const silent = { info: () => {}, error: () => {} };

function recorded(log: string[], name: string, faults: Partial<Service> = {}): Service {
  return {
    name,
    start: async () => void log.push(`start ${name}`),
    stop: async () => void log.push(`stop ${name}`),
    ...faults,
  };
}

describe('services', () => {
  it('start in order and stop in reverse', async () => {
    const log: string[] = [];
    const services = [recorded(log, 'redis'), recorded(log, 'http')];
    await startServices(services, silent, 100);
    expect(await stopServices(services, silent, 100)).toBe(true);
    expect(log).toEqual(['start redis', 'start http', 'stop http', 'stop redis']);
  });

  it('are told of the stop before the first of them stops', async () => {
    const log: string[] = [];
    const probes = recorded(log, 'probes', { beginStop: () => void log.push('not ready') });
    await stopServices([probes, recorded(log, 'http')], silent, 100);
    expect(log).toEqual(['not ready', 'stop http', 'stop probes']);
  });

  it('stop what had started when a later one fails to start', async () => {
    const log: string[] = [];
    const broken = recorded(log, 'http', { start: () => Promise.reject(new Error('port taken')) });
    await expect(startServices([recorded(log, 'redis'), broken], silent, 100)).rejects.toThrow('port taken');
    expect(log).toEqual(['start redis', 'stop redis']);
  });

  it('a service that never stops does not keep the others from stopping', async () => {
    const log: string[] = [];
    const hung = recorded(log, 'worker', { stop: () => new Promise(() => {}) });
    expect(await stopServices([recorded(log, 'redis'), hung], silent, 30)).toBe(false);
    expect(log).toEqual(['stop redis']);
  });
});
