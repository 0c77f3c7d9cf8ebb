import assert from "node:assert/strict";
import type { Fetch } from "../../../src/idjag";
import { verifyIdJag } from "../../../src/verifier/flow/legs";
import type { Flow } from "../../../src/verifier/flow/servers";
import { parseTarget } from "../../../src/verifier/target";
import { CLIENT_ID, ISSUER, JWKS, NOW, RESOURCE, signToken } from "../../idjag/tokens";

const app = { appId: "0oa1", clientId: "0oa1", clientIdAtResource: CLIENT_ID };

function flow(): Flow {
  const parsed = parseTarget({
    orgUrl: ISSUER,
    issuer: ISSUER,
    resourceApp: { label: "Context7" },
    requestingApps: { probe: app },
  });
  assert.ok(parsed.ok);
  const fetch: Fetch = async () => Response.json(JWKS);
  return {
    target: parsed.target,
    request: { client: "probe" },
    servers: { okta: { jwksUri: `${ISSUER}/oauth2/v1/keys` }, mcp: { resource: RESOURCE } },
    fetch,
    now: () => NOW * 1000,
  } as unknown as Flow;
}

describe("the leg that holds the ID-JAG against what Context7 must check", () => {
  for (const resource of [RESOURCE, `${RESOURCE}/mcp`, `${RESOURCE}/mcp/oauth`]) {
    it(`takes the resource ${resource}, whatever the metadata name`, async () => {
      const { finding } = await verifyIdJag(flow(), signToken({ resource }));
      assert.equal(finding.verdict, "pass", JSON.stringify(finding));
    });
  }

  it("takes no other resource", async () => {
    const { finding } = await verifyIdJag(flow(), signToken({ resource: "https://context7.com" }));
    assert.ok(finding.verdict === "fail" && finding.tag === "idJag.resource_not_allowed");
  });
});
