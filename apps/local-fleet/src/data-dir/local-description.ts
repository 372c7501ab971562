export interface AutoscaleDescription {
  readonly min_workers: number;
  readonly max_workers: number;
  readonly speed: number;
}

/** `.ragfleet/local.json`: how to reach the fleet that runs. The names are part of the published contract. */
export interface LocalDescription {
  readonly ingress_url: string;
  readonly dashboard_url: string;
  readonly api_keys: Readonly<Record<string, string>>;
  readonly other_tenant_api_keys: Readonly<Record<string, string>>;
  readonly webhook_secret: string;
  readonly receiver_url: string;
  readonly queue_redis_url: string;
  readonly cache_redis_url: string;
  readonly postgres_url: string;
  readonly dashboard_user: string;
  readonly dashboard_password: string;
  /** Of each process that serves /healthz, /readyz and /metrics, and is there. */
  readonly operations_urls: Readonly<Record<string, string>>;
  readonly pids: Readonly<Record<string, number>>;
  /** Between what numbers of query workers it scales, and how much faster than a cluster; null when it does not. */
  readonly autoscale: AutoscaleDescription | null;
}
