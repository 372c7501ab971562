// Installs the packages when they are missing or older than package-lock.json, then runs a script of this repository
// under Node 24: `node scripts/with-packages.mjs <script.ts> [arguments]`.
// It runs before anything is installed, so it is plain JavaScript that Node 18 understands, without dependencies.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const LOCK_WAIT_MS = 10 * 60_000;
const LOCK_POLL_MS = 200;
const PARENT_POLL_MS = 250;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(ROOT, ...parts);
const MARKER = at('node_modules', '.ragfleet-packages');
const INSTALL_LOCK = at('.ragfleet', 'install.lock');

/** An end that the user can act on: its message is shown without a stack. */
class Problem extends Error {}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const say = (line) => process.stderr.write(`${line}\n`);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const lockfileHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');

/** True when what is installed is what the lockfile says. The marker saves the comparison on every later run. */
function packagesAreCurrent(hash) {
  if (!existsSync(at('node_modules', '.package-lock.json'))) return false;
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hash) return true;
  const wanted = readJson(at('package-lock.json')).packages;
  const installed = readJson(at('node_modules', '.package-lock.json')).packages;
  const isInstalled = (path) => {
    const [want, have] = [wanted[path], installed[path]];
    if (have === undefined) return want.optional === true || want.devOptional === true;
    return (
      want.version === have.version && want.integrity === have.integrity && want.resolved === have.resolved
    );
  };
  const current = Object.keys(wanted)
    .filter((path) => path.includes('node_modules/'))
    .every(isInstalled);
  if (current) writeFileSync(MARKER, hash);
  return current;
}

/** npm's own progress goes to standard error: standard output belongs to the script. */
function installPackages(hash) {
  say('Installing packages (npm ci), about a minute the first time …');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [program, argv] = npm === undefined ? ['npm', args] : [process.execPath, [npm, ...args]];
  const { status, error } = spawnSync(program, argv, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (error !== undefined)
    throw new Problem('npm is not on PATH. Install Node.js with npm: https://nodejs.org');
  if (status !== 0)
    throw new Problem('npm ci failed. Fix what it says above, then run the same command again.');
  writeFileSync(MARKER, hash);
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock, or false when a living process has it. A lock whose owner is dead is taken over. */
function takeLock() {
  mkdirSync(at('.ragfleet'), { recursive: true });
  try {
    const file = openSync(INSTALL_LOCK, 'wx');
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number(existsSync(INSTALL_LOCK) ? readFileSync(INSTALL_LOCK, 'utf8') : 0);
  if (owner > 0 && !isRunning(owner)) rmSync(INSTALL_LOCK, { force: true });
  return false;
}

async function ensurePackages() {
  const hash = lockfileHash();
  if (packagesAreCurrent(hash)) return;
  const endsAt = Date.now() + LOCK_WAIT_MS;
  while (!takeLock()) {
    if (Date.now() > endsAt)
      throw new Problem(`Another installation does not end. Remove ${INSTALL_LOCK} and try again.`);
    await sleep(LOCK_POLL_MS);
  }
  try {
    if (!packagesAreCurrent(hash)) installPackages(hash);
  } finally {
    rmSync(INSTALL_LOCK, { force: true });
  }
}

/** The Node that the packages brought, else the one that runs this, when it is recent enough. */
function findNode() {
  const packaged = at('node_modules', '.bin', 'node');
  if (existsSync(packaged) && majorOf(packaged) >= NEEDED_MAJOR) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  throw new Problem(
    `Ragfleet runs on Node ${NEEDED_MAJOR} or newer. No packaged Node runs on ${process.platform}-${process.arch}, ` +
      `and yours is ${process.versions.node}. Install Node ${NEEDED_MAJOR} (https://nodejs.org/en/download, ` +
      `or: nvm install ${NEEDED_MAJOR}) and run the same command again.`,
  );
}

function majorOf(node) {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 };
    return Number(execFileSync(node, ['-p', 'process.versions.node.split(".")[0]'], options));
  } catch {
    return 0;
  }
}

/** Runs the script with this process's streams, hands signals on and ends as it ended. */
function run(node, [script, ...args]) {
  const environment = { NODE_COMPILE_CACHE: at('.ragfleet', 'compile-cache'), ...process.env };
  const flags = ['--disable-warning=ExperimentalWarning'];
  // The channel carries nothing: a script that must not outlive this process sees it close.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  const child = spawn(node, [...flags, resolve(ROOT, script), ...args], {
    stdio,
    env: environment,
    cwd: callersFolder(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) whenParentDies(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(new Problem(`${node} does not start: ${error.message}`)));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** npm goes to the folder of package.json before it runs anything: paths on its command line are of the folder it was called in. */
function callersFolder() {
  const isWhereNpmGoes = process.env.npm_lifecycle_event !== undefined && process.cwd() === resolve(ROOT);
  return isWhereNpmGoes ? process.env.INIT_CWD : process.cwd();
}

/** npm that is killed cannot hand a signal on: the kernel gives its children another parent instead. */
function whenParentDies(act) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, PARENT_POLL_MS);
}

function fail(error) {
  say(error instanceof Problem ? error.message : error.stack);
  process.exit(1);
}

const scriptAndArguments = process.argv.slice(2);
if (scriptAndArguments.length === 0)
  fail(new Problem('Usage: node scripts/with-packages.mjs <script.ts> [arguments]'));
try {
  await ensurePackages();
  run(findNode(), scriptAndArguments);
} catch (error) {
  fail(error);
}
