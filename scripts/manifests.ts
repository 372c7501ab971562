import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readConfigSchemas } from './config-schemas/read-config-schemas.ts';
import { checkAuditVolumes } from './manifests/check-audit-volumes.ts';
import { checkCompose } from './manifests/check-compose.ts';
import { checkPatchedVariables } from './manifests/check-environment.ts';
import { checkCrds, findSpecs } from './manifests/check-crds.ts';
import { checkKeda } from './manifests/check-keda.ts';
import { checkKubernetes } from './manifests/check-kubernetes.ts';
import { checkModels } from './manifests/check-models.ts';
import { checkAuditEgress, checkNetwork } from './manifests/check-network.ts';
import { checkSecretVariables } from './manifests/check-secret-variables.ts';
import { checkRunbookPods, readRunbook } from './manifests/check-runbook-pods.ts';
import { checkWorkloads } from './manifests/check-workloads.ts';
import { checkImages, readImageSources } from './manifests/images/check-images.ts';
import { checkKustomizations, readManifests } from './manifests/read-manifests.ts';
import { checkCollector, readCollector } from './monitoring/check-collector.ts';
import { checkMonitoring } from './monitoring/check-monitoring.ts';
import { checkMonitoringServices } from './monitoring/check-monitoring-services.ts';
import { readMonitoring } from './monitoring/read-monitoring.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, root: { type: 'string' } },
});
const root = values.root ?? fileURLToPath(new URL('..', import.meta.url));
const manifests = readManifests(root);
const configs = await readConfigSchemas(root);
const monitoring = readMonitoring(root);
const specsDir = findSpecs(root, process.env);

const problems = [
  ...checkKustomizations(manifests),
  ...checkKubernetes(manifests, configs),
  ...checkAuditVolumes(manifests, configs),
  ...checkKeda(manifests),
  ...checkModels(manifests),
  ...checkNetwork(manifests),
  ...checkAuditEgress(manifests, configs),
  ...checkWorkloads(manifests),
  ...checkRunbookPods(readRunbook(root), manifests.apps),
  ...checkCompose(manifests, configs),
  ...checkPatchedVariables(manifests, configs),
  ...checkSecretVariables(manifests, configs),
  ...checkImages(readImageSources(root), manifests.apps),
  ...checkMonitoringServices(manifests),
  ...checkCollector(readCollector(root), manifests),
  ...checkMonitoring(monitoring, configs),
  ...(specsDir === null ? [] : checkCrds(manifests, specsDir)),
];

if (specsDir === null)
  console.error('skipped: KEDA’s own definitions are not here; set RAGFLEET_SPECS_DIR to their folder.');
for (const problem of problems) console.error(problem);
const summary = `manifests: ${problems.length} problems in ${manifests.objects.length} objects, ${Object.keys(manifests.services).length} services, ${Object.values(monitoring.rules).flat().length} rules and ${Object.keys(monitoring.dashboards).length} dashboards`;
console.log(values.json ? JSON.stringify({ ok: problems.length === 0, problems }) : summary);
process.exitCode = problems.length === 0 ? 0 : 1;
