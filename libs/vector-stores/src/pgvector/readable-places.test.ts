import { canRead } from '@ragfleet/kernel';
import { scopeOf } from '@ragfleet/test-support';
import { expect, test } from 'vitest';
import { readablePlaces } from './readable-places.ts';

const NAMESPACES = ['public', 'hr', 'law', 'default'];
const DEPARTMENTS = [null, 'sales', 'legal'];
const NARROWINGS = [null, [], ['hr'], ['law', 'hr', 'law'], ['public', 'default']];
const ACCESSES = [
  {},
  { namespaces: ['hr'] },
  { namespaces: ['hr', 'public'], department: 'sales' },
  { department: 'sales' },
  { readsAll: true },
  { readsAll: true, namespaces: ['hr'], department: 'sales' },
];
const scopes = ACCESSES.flatMap((access) => NARROWINGS.map((narrowing) => scopeOf(access, narrowing)));

test.for(scopes)('leads to every passage that %o reads, once', (scope) => {
  const { namespaces, departmentNamespaces } = readablePlaces(scope);
  const { access, namespaces: narrowing } = scope;
  for (const namespace of NAMESPACES) {
    for (const department of DEPARTMENTS) {
      const isAsked = narrowing === null || narrowing.includes(namespace);
      const isReadable = canRead(access, { tenantId: access.tenantId, namespace, department }) && isAsked;
      const inPlace = namespaces === null ? 1 : namespaces.filter((one) => one === namespace).length;
      const isElsewhere = departmentNamespaces === null && namespaces?.includes(namespace) === false;
      const ofDepartment = isElsewhere || departmentNamespaces?.includes(namespace) === true;
      const isOwn = department !== null && department === access.department;
      expect(inPlace + (ofDepartment && isOwn ? 1 : 0)).toBe(isReadable ? 1 : 0);
    }
  }
});
