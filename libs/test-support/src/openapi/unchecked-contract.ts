import type { ApiContract } from './api-contract.ts';

const nothing = (): string[] => [];

/**
 * Operations by their names, such as `PUT /collections/{name}`, of which nothing more is known: for uses of a double that
 * are not about its vendor's documents, where those are not at hand.
 */
export function uncheckedContract(names: readonly string[]): ApiContract {
  const operations = names.map((name) => {
    const [method = '', path = ''] = name.split(' ');
    return { name, method, pattern: new RegExp(`^${path.replaceAll(/\{([^}]+)\}/g, '(?<$1>[^/]+)')}$`) };
  });
  return {
    operationOf: (method, pathname) => {
      const known = operations.find((one) => one.method === method && one.pattern.test(pathname));
      if (known === undefined) return undefined;
      return {
        name: known.name,
        pathParams: { ...known.pattern.exec(pathname)?.groups },
        requestProblems: nothing,
        replyProblems: nothing,
        hasReply: () => true,
      };
    },
  };
}
