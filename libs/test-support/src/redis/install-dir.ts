import { fileURLToPath } from 'node:url';

/** Where the tests and the one-machine fleet keep a Redis that the machine does not have itself. */
export const REDIS_INSTALL_DIR = fileURLToPath(new URL('../../../../.ragfleet/redis', import.meta.url));
