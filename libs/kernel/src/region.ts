/** Where data may be told to stay. `eu` is the European Union: neither the United Kingdom nor Switzerland is in it. */
export const REGIONS = ['us', 'eu', 'apac', 'uk'] as const;
export type Region = (typeof REGIONS)[number];
