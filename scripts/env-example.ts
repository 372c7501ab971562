import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfigSchemas } from './config-schemas/read-config-schemas.ts';
import { renderEnvExample } from './config-schemas/render-env-example.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const configs = await readConfigSchemas(root);
writeFileSync(join(root, '.env.example'), renderEnvExample(configs));
console.log(`.env.example: ${configs.length} apps`);
