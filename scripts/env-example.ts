import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfigSchemas } from './config-schemas/read-config-schemas.ts';
import { renderConfiguration } from './config-schemas/render-configuration.ts';
import { renderEnvExample } from './config-schemas/render-env-example.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const configs = await readConfigSchemas(root);
writeFileSync(join(root, '.env.example'), renderEnvExample(configs));
writeFileSync(join(root, 'docs/configuration.md'), renderConfiguration(configs));
console.log(`.env.example and docs/configuration.md: ${configs.length} apps`);
