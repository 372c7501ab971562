import { describe, expect, it } from 'vitest';
import { isElsewhere, regionOfCloud, regionOfHost } from './region-of-host.ts';

describe('where a host is', () => {
  it.each([
    ['api.openai.com', 'us'],
    ['eu.api.openai.com', 'eu'],
    ['EU.api.openai.com.', 'eu'],
    ['jp.api.openai.com', 'apac'],
    ['db.abc123.eu-central-1.rds.amazonaws.com', 'eu'],
    ['master.queue.abc.euw2.cache.amazonaws.com', null],
    ['bedrock-runtime.eu-west-2.amazonaws.com', 'uk'],
    ['logs.us-east-1.amazonaws.com', 'us'],
    ['xyz.europe-west3-0.gcp.cloud.qdrant.io', 'eu'],
    ['xyz.ap-southeast-2-0.aws.cloud.qdrant.io', 'apac'],
    ['redis-1.c9.eu-west-1-2.ec2.cloud.redislabs.com', 'eu'],
    ['europe-west3-aiplatform.googleapis.com', 'eu'],
    ['westeurope.api.cognitive.microsoft.com', 'eu'],
    ['uksouth.api.cognitive.microsoft.com', 'uk'],
  ])('%s: %s', (host, region) => {
    expect(regionOfHost(host, {})).toBe(region);
  });

  it.each([
    ['a bucket that is called like a region', 'eu-central-1.s3.amazonaws.com'],
    ['two regions in one name', 'x.eu-central-1.us-east-1.amazonaws.com'],
    ['a region in a name that is nobody’s', 'redis.eu-central-1.example.com'],
    ['a vendor’s name inside another one', 'api.openai.com.example.net'],
    ['Zurich, which is not in the Union', 'db.eu-central-2.rds.amazonaws.com'],
    ['Canada', 'db.ca-central-1.rds.amazonaws.com'],
    ['a resource of Azure', 'my-resource.openai.azure.com'],
    ['an address', '10.0.0.5'],
    ['a name of Object', 'constructor'],
  ])('is not known of %s', (_name, host) => {
    expect(regionOfHost(host, {})).toBeNull();
  });

  it('is what is declared: of the host, or of the nearest domain above it', () => {
    const declared = { '10.0.0.5': 'eu', '*.corp.example': 'us', '*.eu.corp.example': 'eu' } as const;
    const found = ['10.0.0.5', 'redis.eu.corp.example', 'redis.corp.example', 'corp.example'];
    expect(found.map((host) => regionOfHost(host, declared))).toEqual(['eu', 'eu', 'us', null]);
  });

  it('is not moved by a declaration', () => {
    expect(regionOfHost('api.openai.com', { 'api.openai.com': 'eu' })).toBe('us');
    expect(regionOfHost('db.x.us-east-1.rds.amazonaws.com', { '*.amazonaws.com': 'eu' })).toBe('us');
  });

  it('is elsewhere where it is known, and in a fleet with a region alone', () => {
    const hosts = ['hook.us-east-1.on.aws', 'x.execute-api.us-east-1.amazonaws.com', 'eu.api.openai.com'];
    const at = (REGION?: 'eu') => hosts.filter((host) => isElsewhere(host, { REGION, ENDPOINT_REGIONS: {} }));
    expect(at('eu')).toEqual(['x.execute-api.us-east-1.amazonaws.com']);
    expect(at()).toEqual([]);
  });

  it('is known of the names of clouds', () => {
    expect(
      ['eu-west-1', 'eu-west-2', 'us-gov-west-1', 'asia-southeast1', 'mars-1'].map(regionOfCloud),
    ).toEqual(['eu', 'uk', 'us', 'apac', null]);
  });
});
