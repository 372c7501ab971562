/** The tables of the boundary check. docs/architecture.md draws the same arrows. */

export const PROJECT_TYPES = [
  'kernel',
  'core',
  'contract',
  'platform',
  'adapter',
  'client',
  'app',
  'test',
  'harness',
] as const;
export type ProjectType = (typeof PROJECT_TYPES)[number];

/** Which types of workspace project a project of one type may import. What is not named is forbidden. */
export const ARROWS: Readonly<Record<ProjectType, readonly ProjectType[]>> = {
  kernel: [],
  core: ['kernel', 'core'],
  contract: ['kernel'],
  platform: ['kernel'],
  adapter: ['kernel', 'core', 'contract', 'platform'],
  client: [],
  app: ['kernel', 'core', 'contract', 'platform', 'adapter', 'client'],
  test: ['kernel', 'core', 'contract', 'platform'],
  harness: ['kernel', 'core', 'contract', 'platform', 'adapter', 'client', 'test'],
};

/** Types that may use no package from outside but these. Others are held by their manifests and the vendor homes. */
export const ONLY_PACKAGES: Readonly<Partial<Record<ProjectType, readonly string[]>>> = {
  kernel: [],
  contract: ['zod'],
  client: [],
};

/** Types that do no I/O, and the Node modules that are pure enough for them. */
export const ONLY_BUILTINS: Readonly<Partial<Record<ProjectType, readonly string[]>>> = {
  kernel: [],
  contract: ['node:crypto'],
  core: ['node:crypto', 'node:timers/promises', 'node:util'],
};

interface VendorHome {
  /** A package name, or a scope such as `@electric-sql/*`. The first row that matches decides. */
  readonly vendor: string;
  readonly homes: readonly string[];
  /** Tests anywhere may use it, declared in devDependencies: a receiver that verifies is a user, not a second home. */
  readonly testsMayUse?: true;
}

/** Each vendor SDK lives in one project, so that replacing it changes one project. */
const VENDOR_HOMES: readonly VendorHome[] = [
  { vendor: 'ioredis', homes: ['@ragfleet/redis-connection'] },
  { vendor: 'bullmq', homes: ['@ragfleet/job-queue'] },
  { vendor: '@bull-board/api', homes: ['@ragfleet/job-queue', '@ragfleet/dashboard'] },
  { vendor: '@bull-board/*', homes: ['@ragfleet/dashboard'] },
  { vendor: 'pg', homes: ['@ragfleet/postgres-connection'] },
  { vendor: '@electric-sql/*', homes: ['@ragfleet/postgres-connection'] },
  { vendor: 'openai', homes: ['@ragfleet/models'] },
  { vendor: '@anthropic-ai/*', homes: ['@ragfleet/models'] },
  { vendor: '@pinecone-database/*', homes: ['@ragfleet/vector-stores'] },
  { vendor: '@qdrant/*', homes: ['@ragfleet/vector-stores'] },
  { vendor: 'pgvector', homes: ['@ragfleet/vector-stores'] },
  { vendor: 'undici', homes: ['@ragfleet/public-http', '@ragfleet/models'] },
  { vendor: '@aws-sdk/*', homes: ['@ragfleet/audit-log', '@ragfleet/document-sources'] },
  { vendor: 'standardwebhooks', homes: ['@ragfleet/webhook-delivery'], testsMayUse: true },
  { vendor: 'unpdf', homes: ['@ragfleet/document-files'] },
  { vendor: 'mammoth', homes: ['@ragfleet/document-files'] },
  { vendor: 'yauzl', homes: ['@ragfleet/document-files'] },
  { vendor: 'linkedom', homes: ['@ragfleet/document-files'] },
  { vendor: 'htmlparser2', homes: ['@ragfleet/document-files'] },
  { vendor: 'html-to-text', homes: ['@ragfleet/document-files'] },
  { vendor: '@mozilla/readability', homes: ['@ragfleet/document-files'] },
  { vendor: 'pino', homes: ['@ragfleet/service-runtime'] },
  { vendor: 'prom-client', homes: ['@ragfleet/service-runtime'] },
  { vendor: '@opentelemetry/*', homes: ['@ragfleet/service-runtime'] },
  { vendor: 'jose', homes: ['@ragfleet/identity'] },
];

/** What a vendor costs alone is measured with the vendor alone: these files use any SDK, declared in their manifest. */
export const VENDORS_ALONE = 'bench/floors/';

/** Packages that only tests may import; they come from the root manifest. */
export const TEST_TOOLS: readonly string[] = ['vitest', 'fast-check'];

/** Members of `process` that read the environment or steer the process: for entry points and service-runtime alone. */
export const PROCESS_MEMBERS: readonly string[] = ['env', 'exit', 'exitCode', 'on', 'once', 'addListener'];
export const PROCESS_OWNER = '@ragfleet/service-runtime';

export function homeOf(packageName: string): VendorHome | undefined {
  return VENDOR_HOMES.find(({ vendor }) =>
    vendor.endsWith('/*') ? packageName.startsWith(vendor.slice(0, -1)) : packageName === vendor,
  );
}
