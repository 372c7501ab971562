import { joinFleet } from './fleet-process.fixture.ts';

// Takes every probe that it can get and never ends one, until it is killed.
const { breaker } = await joinFleet(process.argv[2] ?? '');
setInterval(() => {
  breaker
    .run(() => {
      process.stdout.write('probing\n');
      return new Promise(() => undefined);
    })
    .catch(() => undefined);
}, 20);
