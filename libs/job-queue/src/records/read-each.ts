import { isFault } from '@ragfleet/kernel';

/** Told of the records of a list that fail their own check, by their ids. */
export type OnUnreadable = (records: {
  readonly kind: 'query' | 'delivery' | 'warming';
  readonly tenantId: string;
  readonly ids: readonly string[];
}) => void;

/** Each record that is there, in the order of the ids. What cannot be read is told of and left out: it would hide all others. */
export async function readEach<Stored>(
  ids: readonly string[],
  read: (id: string, index: number) => Promise<Stored | null>,
  onUnreadable: (ids: readonly string[]) => void,
): Promise<Stored[]> {
  const unreadable: string[] = [];
  const readOrTell = async (id: string, index: number): Promise<Stored | null> => {
    try {
      return await read(id, index);
    } catch (error) {
      if (!isFault(error, 'corrupt')) throw error;
      unreadable.push(id);
      return null;
    }
  };
  const records = await Promise.all(ids.map(readOrTell));
  if (unreadable.length > 0) onUnreadable(unreadable);
  return records.filter((record) => record !== null);
}
