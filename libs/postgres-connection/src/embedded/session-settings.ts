// What a startup message names besides settings.
const NOT_SETTINGS: ReadonlySet<string> = new Set([
  'user',
  'database',
  'replication',
  'options',
  'client_encoding',
]);

// Each ends the backend of its session, and here everybody's is the same one: the server cuts off who stalls by itself.
const ENDING_TIMERS: ReadonlySet<string> = new Set([
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
]);

/** The settings of a startup message: its own parameters and those of `options` (`-c name=value`). */
export function readSessionSettings(startup: Buffer): ReadonlyMap<string, string> {
  const texts = startup.subarray(8).toString('utf8').split('\0');
  const parameters: [string, string][] = [];
  for (let position = 0; position + 1 < texts.length && texts[position] !== ''; position += 2) {
    parameters.push([texts[position] ?? '', texts[position + 1] ?? '']);
  }
  const options = parameters.find(([name]) => name === 'options')?.[1] ?? '';
  const named = parameters.filter(([name]) => !NOT_SETTINGS.has(name) && !name.startsWith('_pq_.'));
  const all = [...named, ...readOptions(options)];
  return new Map(all.filter(([name]) => !ENDING_TIMERS.has(name.toLowerCase())));
}

function readOptions(options: string): [string, string][] {
  return [...options.matchAll(/(?:-c\s*|--)([\w.]+)=((?:\\.|[^\s\\])*)/g)].map(
    ([, name = '', value = '']) => [name, value.replaceAll(/\\(.)/g, '$1')],
  );
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** One script that puts a session's settings in place of whatever the session before left behind. */
export function settingsScript(settings: ReadonlyMap<string, string>): string {
  const assignments = [...settings].map(
    ([name, value]) => `SELECT set_config(${quoted(name)}, ${quoted(value)}, false)`,
  );
  return ['RESET ALL', ...assignments].join('; ');
}
