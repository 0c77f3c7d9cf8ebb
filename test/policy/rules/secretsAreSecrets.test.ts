import assert from "node:assert/strict";
import type { ResourceValidationArgs } from "@pulumi/policy";
import { Secret } from "@pulumi/policy";
import {
  type SecretHolder,
  secretPolicies,
  secretsInClear,
} from "../../../policy/rules/secretsAreSecrets";

const NODEJS = "pulumi:providers:pulumi-nodejs";

describe("policy: secretsAreSecrets", () => {
  const holder = (type: string, props: object, types = type): SecretHolder => ({
    type,
    name: "default",
    urn: `urn:pulumi:prod::project::${types}::default`,
    props,
  });

  it("finds a credential in clear in the configuration that a provider gets", () => {
    const requestingApps = JSON.stringify({ codex: { clientSecret: "in clear", label: "Codex" } });
    const props = {
      "okta:apiToken": "in clear",
      "okta:orgName": "acme",
      "context7-ema:requestingApps": requestingApps,
      "payroll:apiToken": "not ours to judge",
    };
    assert.deepEqual(secretsInClear(holder(NODEJS, props), []), [
      "okta:apiToken",
      "context7-ema:requestingApps.codex.clientSecret",
    ]);
  });

  it("passes what is marked, itself or as a whole", () => {
    const props = {
      "okta:apiToken": new Secret("hidden"),
      "context7-ema:requestingApps": new Secret('{"codex":{"clientSecret":"hidden"}}'),
    };
    assert.deepEqual(secretsInClear(holder(NODEJS, props), []), []);
  });

  it("looks at this package's resources, apps and what its components made, and at no others", () => {
    const props = { clientBasicSecret: "in clear" };
    const paths = ["clientBasicSecret"];
    assert.deepEqual(secretsInClear(holder("okta:app/oAuth:OAuth", props), []), paths);
    const dynamic = "pulumi-nodejs:dynamic/context7-ema:VerifierProcess";
    assert.deepEqual(secretsInClear(holder(dynamic, props), []), paths);
    const kubernetes = "kubernetes:core/v1:Secret";
    const below = `context7-ema:index:Verifier$${kubernetes}`;
    assert.deepEqual(secretsInClear(holder(kubernetes, props, below), []), paths);
    assert.deepEqual(secretsInClear(holder(kubernetes, props), []), []);
    assert.deepEqual(secretsInClear(holder("okta:idp/oidc:Oidc", props), []), []);
  });

  /** One resource through both policies, as the engine calls them. */
  function run(seen: object | undefined, unwrapped: object, settings: object = {}) {
    const { witness, policy } = secretPolicies();
    const found: string[] = [];
    const argsOf = (props: object) =>
      ({ ...holder(NODEJS, props), getConfig: () => settings }) as ResourceValidationArgs;
    const changed = seen && witness.remediateResource?.(argsOf(seen));
    assert.equal(changed, undefined, "the witness changes nothing");
    const validate = policy.validateResource as (
      args: ResourceValidationArgs,
      report: (message: string) => void,
    ) => void;
    validate(argsOf(unwrapped), (message) => found.push(message));
    return found;
  }

  it("says which property of what, what to run, and never the value", () => {
    const props = { "okta:apiToken": "00aVerySecretValue" };
    const [message = "", ...more] = run(props, props);
    assert.deepEqual(more, []);
    assert.match(
      message,
      /^okta:apiToken of default \(pulumi:providers:pulumi-nodejs\) is not marked/,
    );
    assert.match(message, /Pulumi\.prod\.yaml.*pulumi config set --secret --path 'okta:apiToken'/);
    assert.doesNotMatch(message, /00aVerySecretValue/);
  });

  it("passes a marked property, though the validation sees it unwrapped", () => {
    const seen = { "okta:apiToken": new Secret("hidden") };
    assert.deepEqual(run(seen, { "okta:apiToken": "hidden" }), []);
  });

  it("does not pass when the witness does not run, and says how it runs", () => {
    const [message = ""] = run(undefined, { "okta:apiToken": "hidden" });
    assert.match(message, /cannot be told.*Add "secret-marks": "remediate"/);
    assert.deepEqual(run(undefined, { "okta:orgName": "acme" }), []);
  });

  it("takes further names", () => {
    const props = { "context7-ema:verifier": '{"webhook":"in clear"}' };
    assert.deepEqual(run(props, props), []);
    assert.match(run(props, props, { properties: ["webhook"] })[0] ?? "", /verifier\.webhook of/);
  });
});
