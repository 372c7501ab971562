import { readConfig } from '@ragfleet/service-runtime';
import { describe, expect, it } from 'vitest';
import { configSchema } from './config.ts';

const required = {
  QUEUE_REDIS_URL: 'redis://127.0.0.1:6379',
  RAGFLEET_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
};

describe('config', () => {
  it('needs a queue and a key, and nothing else', () => {
    expect(readConfig(configSchema, required)).toMatchObject({
      WEBHOOK_ALLOW_HOSTS: '',
      WEBHOOK_DENY_CIDRS: [],
      OPERATIONS_PORT: 9084,
    });
    expect(() => readConfig(configSchema, {})).toThrow(/QUEUE_REDIS_URL[\s\S]*RAGFLEET_MASTER_KEY/);
  });

  it('reads ranges, and refuses what is none', () => {
    const read = (WEBHOOK_DENY_CIDRS: string) =>
      readConfig(configSchema, { ...required, WEBHOOK_DENY_CIDRS });
    expect(read('34.118.224.0/20, 2600:1900::/32').WEBHOOK_DENY_CIDRS).toEqual([
      '34.118.224.0/20',
      '2600:1900::/32',
    ]);
    expect(() => read('34.118.224.0')).toThrow(/WEBHOOK_DENY_CIDRS/);
  });

  it('reads when a delivery is tried again, and refuses what is no schedule', () => {
    const read = (text: string) =>
      readConfig(configSchema, { ...required, WEBHOOK_RETRY_SECONDS: text }).WEBHOOK_RETRY_SECONDS;
    expect(readConfig(configSchema, required).WEBHOOK_RETRY_SECONDS).toEqual([
      0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000,
    ]);
    expect(read('0, 0.5,60')).toEqual([0, 0.5, 60]);
    for (const text of ['0,soon', '0,,5', '0,-1', '0,86401', '0,1,1,1,1,1,1,1,1'])
      expect(() => read(text)).toThrow(/WEBHOOK_RETRY_SECONDS/);
  });

  it('refuses a wait before the first attempt, and says how the schedule begins', () => {
    expect(() => readConfig(configSchema, { ...required, WEBHOOK_RETRY_SECONDS: '5,300' })).toThrow(
      /WEBHOOK_RETRY_SECONDS.*begin with 0/,
    );
  });

  it('takes the public address with or without a slash at its end', () => {
    expect(readConfig(configSchema, { ...required, PUBLIC_URL: 'https://rag.example.com/' }).PUBLIC_URL).toBe(
      'https://rag.example.com',
    );
  });
});
