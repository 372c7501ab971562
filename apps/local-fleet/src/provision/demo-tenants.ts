import type { NewApiKey } from '@ragfleet/identity';

/** The company whose handbook the corpus holds. */
export const DEMO_TENANT = { tenantId: 'larkfield', name: 'Larkfield Robotics' } as const;
/** Another customer of the same fleet, who must never see any of it. */
export const OTHER_TENANT = { tenantId: 'brightwater', name: 'Brightwater Bakery' } as const;

export const OPERATOR = 'operator';

/** One person per role, so that the tour can show who reads what. */
export const DEMO_KEYS: Readonly<Record<string, NewApiKey>> = {
  admin: {
    tenantId: DEMO_TENANT.tenantId,
    principalId: 'priya.raman',
    role: 'admin',
    namespaces: ['default', 'engineering', 'finance', 'private'],
    department: 'people',
  },
  analyst: {
    tenantId: DEMO_TENANT.tenantId,
    principalId: 'tomas.lind',
    role: 'analyst',
    namespaces: ['default', 'finance'],
    department: 'finance',
  },
  user: {
    tenantId: DEMO_TENANT.tenantId,
    principalId: 'jo.okafor',
    role: 'user',
    namespaces: ['default'],
    department: 'engineering',
  },
  guest: {
    tenantId: DEMO_TENANT.tenantId,
    principalId: 'visitor',
    role: 'guest',
    namespaces: [],
    department: null,
  },
};

export const OTHER_TENANT_KEYS: Readonly<Record<string, NewApiKey>> = {
  admin: {
    tenantId: OTHER_TENANT.tenantId,
    principalId: 'ines.duarte',
    role: 'admin',
    namespaces: ['default'],
    department: null,
  },
};
