// Preloaded into a worker: its wall clock jumps by CLOCK_JUMP_MS at SIGUSR2, and its monotonic clock goes on.
const RealDate = Date;
let shiftMs = 0;
process.on('SIGUSR2', () => {
  shiftMs = Number(process.env['CLOCK_JUMP_MS'] ?? 0);
});
const nowMs = (): number => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: unknown[]): Date => {
    const date: unknown = values.length === 0 ? new target(nowMs()) : Reflect.construct(target, values);
    return date instanceof RealDate ? date : new RealDate(Number.NaN);
  },
  get: (target, name): unknown => (name === 'now' ? nowMs : Reflect.get(target, name)),
});
