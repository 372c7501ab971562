/** The same Redis server, another of its databases. */
export const inDatabase = (serverUrl: string, database: number): string =>
  Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
