import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ChannelSubscriber, createChannelSubscriber } from './channel-subscriber.ts';
import { createChannelWatchers } from './channel-watchers.ts';

const server = await openTestRedis({ profile: 'blocking' });
const { redis: publisher } = server;
let subscriber: ChannelSubscriber;

beforeAll(() => {
  subscriber = createChannelSubscriber({ redisUrl: server.url, name: 'subscriber' });
});
afterAll(async () => {
  await subscriber.close();
});

describe('createChannelSubscriber', () => {
  it('says when a subscription stands, then brings its messages until it is ended', async () => {
    const heard: (string | null)[] = [];
    const unlisten = subscriber.listen('news', (message) => heard.push(message));
    await vi.waitUntil(() => heard.includes(null));
    await publisher.publish('news', 'one');
    await vi.waitUntil(() => heard.includes('one'));
    unlisten();
    await vi.waitUntil(async () => (await publisher.publish('news', 'two')) === 0);
    expect(heard).not.toContain('two');
  });

  it('tells everyone to look again after Redis was away', async () => {
    const heard: (string | null)[] = [];
    const unlisten = subscriber.listen('outage', (message) => heard.push(message));
    await vi.waitUntil(() => heard.length > 0);
    await server.kill();
    heard.length = 0;
    await server.restart();
    await vi.waitUntil(() => heard.includes(null));
    await publisher.publish('outage', 'after');
    await vi.waitFor(() => expect(heard).toContain('after'));
    unlisten();
  });
});

describe('createNoticeBoard', () => {
  it('tells only those who watch the id', async () => {
    const board = createChannelWatchers(subscriber, 'board');
    const mine = vi.fn<() => void>();
    const other = vi.fn<() => void>();
    const unwatch = board.watch('mine', mine);
    board.watch('other', other);
    await vi.waitUntil(() => mine.mock.calls.length > 0);
    mine.mockClear();
    other.mockClear();
    await publisher.publish('board', 'mine');
    await vi.waitUntil(() => mine.mock.calls.length === 1);
    unwatch();
    await publisher.publish('board', 'mine');
    await publisher.publish('board', 'other');
    await vi.waitUntil(() => other.mock.calls.length === 1);
    expect(mine).toHaveBeenCalledOnce();
  });
});
