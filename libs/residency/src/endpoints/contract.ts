/** The configuration of a process by the names of its variables, as its schema read it. */
export type Configuration = Readonly<Record<string, unknown>>;

/** How a connection is kept from being read: TLS, in the words of each protocol. */
export type Transport = 'https' | 'redis' | 'postgres';

/** One place that something of a tenant goes to, or a credential comes from. */
export interface Endpoint {
  /** That names it, or would. */
  readonly variable: string;
  /** What it is, for people. */
  readonly what: string;
  readonly transport: Transport;
  readonly url: string;
  /** False where nothing that a tenant wrote goes: TLS alone is asked for. */
  readonly holdsData: boolean;
  /** The name that a cloud has for its region, where that says more than the host. */
  readonly cloudRegion?: string;
  /** Of answer models: whose they are. What embeds has none: it cannot be passed over. */
  readonly vendor?: string;
}
