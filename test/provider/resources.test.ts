import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApplicationLookup } from "../../provider/applicationLookup/resource";
import { ApplicationRole } from "../../provider/applicationLookup/schema";
import { CrossAppAccessConnection } from "../../provider/crossAppAccessConnection/resource";
import { ConnectionManagement } from "../../provider/crossAppAccessConnection/schema";
import { CrossAppAccessFeature } from "../../provider/crossAppAccessFeature/resource";
import { DirectoryLookup } from "../../provider/directoryLookup/resource";
import { TeamspaceEma } from "../../provider/teamspaceEma/resource";
import { TeamspacePolicies } from "../../provider/teamspacePolicies/resource";

describe("the dynamic resources", () => {
  const registered = new Map<string, pulumi.runtime.MockResourceArgs>();
  const orgUrl = "https://acme.okta.com";
  const settled = <T>(output: pulumi.Output<T>) =>
    new Promise<T>((resolve) => void output.apply(resolve));
  const of = async (resource: pulumi.CustomResource) => {
    const name = (await settled(resource.urn)).split("::").at(-1) ?? "";
    const found = registered.get(name);
    assert.ok(found, name);
    return found;
  };

  before(async () => {
    await pulumi.runtime.setMocks({
      newResource: (args) => {
        registered.set(args.name, args);
        // As `check` would: not confirmed.
        const guided = args.inputs.management === "guided" || args.type.endsWith(":TeamspaceEma");
        const state = { status: "ACTIVE", ...args.inputs, ...(guided ? { confirmed: false } : {}) };
        return { id: `${args.name}-id`, state };
      },
      call: () => ({}),
    });
  });

  it("have type tokens of their own", async () => {
    const apps = { requestingAppId: "0oa1", resourceAppId: "0oa2" };
    const role = ApplicationRole.Resource;
    const resources = {
      CrossAppAccessFeature: new CrossAppAccessFeature("feature", { orgUrl }),
      CrossAppAccessConnection: new CrossAppAccessConnection("connection", { orgUrl, ...apps }),
      ApplicationLookup: new ApplicationLookup("app", { orgUrl, role, existingId: "0oa2" }),
      DirectoryLookup: new DirectoryLookup("directory", { orgUrl, groupNames: [], userLogins: [] }),
      TeamspaceEma: new TeamspaceEma("teamspace", { issuer: orgUrl }),
      TeamspacePolicies: new TeamspacePolicies("policies", { sourceTypes: { websites: false } }),
    };
    for (const [type, resource] of Object.entries(resources)) {
      assert.equal((await of(resource)).type, `pulumi-nodejs:dynamic/context7-ema:${type}`);
    }
  });

  it("send what they are given and their provider's text, and no credentials", async () => {
    const args = { orgUrl, groupNames: ["Engineering"], userLogins: [] };
    const { inputs } = await of(new DirectoryLookup("sent", args));
    assert.deepEqual(Object.keys(inputs).sort(), [
      "__provider",
      "groupNames",
      "orgUrl",
      "userLogins",
    ]);
    assert.equal("__provider" in args, false);
  });

  it("share one provider text for each kind", async () => {
    const [one, other] = await Promise.all(
      ["one", "other"].map((name) => of(new CrossAppAccessFeature(name, { orgUrl }))),
    );
    assert.equal(one?.inputs.__provider, other?.inputs.__provider);
  });

  it("say what to do while nobody confirmed, with the code of the values as they are stored", async () => {
    const teamspace = new TeamspaceEma("unconfirmed", { issuer: orgUrl, scope: " a   b " });
    const steps = await settled(teamspace.instructions);
    assert.match(steps ?? "", /3\. Scope \(optional\): a b\n/);

    const connection = new CrossAppAccessConnection("guided", {
      orgUrl,
      requestingAppId: "0oa1",
      resourceAppId: "0oa2",
      management: ConnectionManagement.Guided,
    });
    assert.match((await settled(connection.instructions)) ?? "", /Add resource apps.*0oa2/);
  });

  it("say nothing when there is nothing to confirm", async () => {
    const apps = { requestingAppId: "0oa1", resourceAppId: "0oa2" };
    const connection = new CrossAppAccessConnection("automatic", { orgUrl, ...apps });
    assert.equal(await settled(connection.instructions), undefined);
  });
});
