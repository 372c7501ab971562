import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DASHBOARDS, DASHBOARDS_DIR } from './dashboards/all-dashboards.ts';
import { renderDashboard } from './dashboards/render-dashboard.ts';

const dir = join(fileURLToPath(new URL('..', import.meta.url)), DASHBOARDS_DIR);
mkdirSync(dir, { recursive: true });
for (const dashboard of DASHBOARDS)
  writeFileSync(join(dir, `${dashboard.name}.json`), renderDashboard(dashboard));
console.log(`${DASHBOARDS_DIR}: ${DASHBOARDS.length} dashboards`);
