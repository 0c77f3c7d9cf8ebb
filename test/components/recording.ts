import * as pulumi from "@pulumi/pulumi";

/** One resource as the program registered it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  provider?: string;
}

/** Output properties that the real engine would give; by type. */
const OUTPUTS: Record<string, (args: pulumi.runtime.MockResourceArgs) => object> = {
  "okta:app/oAuth:OAuth": ({ name }) => ({
    clientId: `client-of-${name}`,
    clientSecret: `secret-of-${name}`,
  }),
  "pulumi-nodejs:dynamic/context7-ema:ApplicationLookup": ({ inputs }) =>
    inputs.existingId || inputs.existingLabel
      ? { appId: inputs.existingId ?? "0oaFound", clientId: "client-found", status: "ACTIVE" }
      : {},
  "pulumi-nodejs:dynamic/context7-ema:DirectoryLookup": ({ inputs }) => ({
    groupIds: Object.fromEntries(inputs.groupNames.map((name: string) => [name, `00g-${name}`])),
    userIds: Object.fromEntries(inputs.userLogins.map((login: string) => [login, `00u-${login}`])),
    logins: Object.fromEntries(inputs.knownUserIds.map((id: string) => [id, `login-of-${id}`])),
  }),
  "pulumi-nodejs:dynamic/context7-ema:CrossAppAccessConnection": ({ name }) => ({
    connectionId: `cwo-${name}`,
    adopted: false,
    observable: true,
  }),
  "pulumi-nodejs:dynamic/context7-ema:TeamspaceEma": () => ({
    confirmationCode: "ABCD-EFGH",
    confirmed: false,
    observable: false,
  }),
};

/** Runs a program against Pulumi's mocks and returns everything it registered. */
export async function record<T>(
  program: () => T,
  config: Record<string, string> = { "okta:orgName": "acme", "okta:baseUrl": "okta.com" },
): Promise<{ result: T; registered: Registered[]; find(type: string, name: string): Registered }> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: (args) => {
        const { type, name, inputs, provider } = args;
        registered.push({ type, name, inputs, provider });
        const state = { ...inputs, ...OUTPUTS[type]?.(args) };
        return { id: `id-of-${name}`, state };
      },
    },
    "context7-ema",
    "dev",
  );
  pulumi.runtime.setAllConfig(config);
  const result = program();
  await pulumi.runtime.disconnect();
  const find = (type: string, name: string) => {
    const found = registered.find((one) => one.type.endsWith(type) && one.name === name);
    if (!found) {
      const all = registered.map((one) => `${one.type} ${one.name}`).join("\n");
      throw new Error(`no ${type} named ${name} among\n${all}`);
    }
    return found;
  };
  return { result, registered, find };
}

/** The value of an output, once known. */
export function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
