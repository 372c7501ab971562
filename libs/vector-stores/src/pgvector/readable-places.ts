import { PUBLIC_NAMESPACE } from '@ragfleet/kernel';
import type { SearchScope } from '@ragfleet/rag-core';

/** Where a caller's passages lie, so that an index leads to them. Which of them it may read the access filter says. */
export interface ReadablePlaces {
  /** Namespaces to look in, each once; null is the whole tenant. */
  readonly namespaces: readonly string[] | null;
  /** Namespaces where the caller's department may have more; null is every other one. */
  readonly departmentNamespaces: readonly string[] | null;
}

export function readablePlaces({ access, namespaces: narrowing }: SearchScope): ReadablePlaces {
  const asked = narrowing === null ? null : new Set(narrowing);
  if (access.readsAll) return { namespaces: asked === null ? null : [...asked], departmentNamespaces: [] };
  const open = new Set([PUBLIC_NAMESPACE, ...access.namespaces]);
  if (asked === null) return { namespaces: [...open], departmentNamespaces: null };
  return {
    namespaces: [...asked].filter((namespace) => open.has(namespace)),
    departmentNamespaces: [...asked].filter((namespace) => !open.has(namespace)),
  };
}
