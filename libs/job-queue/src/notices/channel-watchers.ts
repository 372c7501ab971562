import type { ChannelSubscriber } from './channel-subscriber.ts';

/** Who waits for news of which id, over one channel whose messages are ids. */
export interface ChannelWatchers {
  /** `onNotice` runs when the id is published, and whenever messages may have been missed. Returns its end. */
  watch(id: string, onNotice: () => void): () => void;
}

export function createChannelWatchers(subscriber: ChannelSubscriber, channel: string): ChannelWatchers {
  const watchers = new Map<string, Set<() => void>>();
  const notify = (id: string): void => {
    for (const onNotice of watchers.get(id) ?? []) onNotice();
  };
  let isListening = false;
  const listenOnce = (): void => {
    if (isListening) return;
    isListening = true;
    subscriber.listen(channel, (message) => {
      if (message !== null) notify(message);
      else for (const id of watchers.keys()) notify(id);
    });
  };
  return {
    watch: (id, onNotice) => {
      const known = watchers.get(id) ?? new Set();
      watchers.set(id, known.add(onNotice));
      listenOnce();
      return () => {
        known.delete(onNotice);
        if (known.size === 0) watchers.delete(id);
      };
    },
  };
}
