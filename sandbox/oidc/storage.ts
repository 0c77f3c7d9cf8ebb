/** What oidc-provider keeps of a session, grant, code or token. */
type Payload = Record<string, unknown>;

/** An oidc-provider adapter: https://github.com/panva/node-oidc-provider/blob/v9.x/example/my_adapter.js */
interface Adapter {
  find(id: string): Promise<Payload | undefined>;
  findByUid(uid: string): Promise<Payload | undefined>;
  findByUserCode(code: string): Promise<Payload | undefined>;
  upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
}

/**
 * Memory for one authorization server. Clients are not kept but looked up on every request, so that a
 * change in the world holds at once.
 *
 * @param findClient client metadata (RFC 7591 names) by client ID
 * @returns what `new Provider(issuer, { adapter })` takes
 */
export function createStorage(findClient: (clientId: string) => Payload | undefined) {
  const stored = new Map<string, Payload>();

  return (model: string): Adapter => {
    const key = (id: string) => `${model}:${id}`;
    const first = (matches: (payload: Payload) => boolean) =>
      [...stored].find(([name, payload]) => name.startsWith(`${model}:`) && matches(payload))?.[1];

    return {
      find: async (id) => (model === "Client" ? findClient(id) : stored.get(key(id))),
      findByUid: async (uid) => first((payload) => payload.uid === uid),
      findByUserCode: async (code) => first((payload) => payload.userCode === code),
      async upsert(id, payload) {
        stored.set(key(id), payload);
      },
      async consume(id) {
        const payload = stored.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        stored.delete(key(id));
      },
      async revokeByGrantId(grantId) {
        for (const [name, payload] of stored) if (payload.grantId === grantId) stored.delete(name);
      },
    };
  };
}
