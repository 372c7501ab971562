/** Every field as it is compared: nothing of an audit line is searched as prose. */
export function elasticsearchMapping(pattern: string): object {
  const keyword = { type: 'keyword' };
  return {
    index_patterns: [pattern],
    template: {
      mappings: {
        dynamic: false,
        properties: {
          event_id: keyword,
          event_type: keyword,
          timestamp: { type: 'date' },
          tenant: keyword,
          user_id: keyword,
          session_id: keyword,
          query_hash: keyword,
          writer: keyword,
          seq: { type: 'long' },
          prev: { type: 'keyword', index: false },
          hash: { type: 'keyword', index: false },
          // Kept as it came: names of metadata are few, and their kinds differ.
          metadata: { type: 'object', enabled: false },
        },
      },
    },
  };
}
