import { useEffect, useState } from 'preact/hooks';

/** @returns {readonly string[]} the parts of the address behind the hash, such as `['history', 'q_1']`. */
export function useRoute() {
  const [parts, setParts] = useState(partsOf);
  useEffect(() => {
    const onChange = () => setParts(partsOf());
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  return parts;
}

const partsOf = () =>
  location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '');
