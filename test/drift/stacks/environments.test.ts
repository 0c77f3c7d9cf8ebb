import assert from "node:assert/strict";
import { parseSettings } from "../../../src/drift/settings";
import { cliEnvironment, entryFor } from "../../../src/drift/stacks/environments";

describe("what the Pulumi CLI gets for some stacks, as context7-ema.yaml has it", () => {
  const entries = (text: string) => parseSettings(`drift: { stacks: ${text} }`).stacks;
  const variables = (json: object) =>
    entries(JSON.stringify({ prod: { environment: json } }))[0]?.environment;

  it("is of the first pattern that names the stack", () => {
    const all = entries(
      "{ prod-eu: { environment: { A: one } }, 'prod-*': { environment: { A: two } } }",
    );
    assert.equal(entryFor("prod-eu", all)?.environment.A, "one");
    assert.equal(entryFor("prod-us", all)?.environment.A, "two");
    assert.equal(entryFor("dev", all), undefined);
  });

  it("comes on top of the environment; a passphrase of it does not win over a stack's file", () => {
    const environment = { PATH: "/bin", PULUMI_CONFIG_PASSPHRASE: "of dev" };
    const [entry] = entries("{ prod: { environment: { PULUMI_CONFIG_PASSPHRASE_FILE: /p } } }");
    assert.deepEqual(cliEnvironment({ environment }, entry), {
      PATH: "/bin",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/p",
    });
    const [other] = entries("{ prod: { environment: { PULUMI_BACKEND_URL: file:///b } } }");
    assert.deepEqual(cliEnvironment({ environment }, other), {
      ...environment,
      PULUMI_BACKEND_URL: "file:///b",
    });
    assert.deepEqual(cliEnvironment({ environment }, undefined), environment);
  });

  it("may name files, addresses and profiles", () => {
    const fine = {
      PULUMI_BACKEND_URL: "s3://acme-state?region=eu-central-1&awssdk=v2&profile=prod",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/run/secrets/prod",
      AWS_PROFILE: "prod",
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      GOOGLE_APPLICATION_CREDENTIALS: "/run/secrets/google.json",
      VAULT_ADDR: "https://vault.example",
    };
    assert.deepEqual(variables(fine), fine);
  });

  it("may hold no secret, which the message does not repeat", () => {
    const value = "c1earText";
    const names = [
      "PULUMI_CONFIG_PASSPHRASE",
      "PULUMI_ACCESS_TOKEN",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "AZURE_STORAGE_KEY",
      "AZURE_STORAGE_CONNECTION_STRING",
      "AZURE_CLIENT_SECRET",
      "GOOGLE_CREDENTIALS",
      "PGPASSWORD",
      "SOME_PRIVATE_KEY",
    ];
    for (const name of names) {
      assert.throws(
        () => variables({ [name]: value }),
        (error: Error) => {
          assert.match(error.message, new RegExp(`would hold a secret[^]*${name}`));
          assert.match(error.message, /Name a file with it|set the variable where drift runs/);
          assert.ok(!error.message.includes(value));
          return true;
        },
      );
    }
    for (const address of [
      `postgres://pulumi:${value}@db.example/state`,
      `s3://state?secret_access_key=${value}`,
      `azblob://state?sas_token=${value}`,
    ]) {
      assert.throws(
        () => variables({ PULUMI_BACKEND_URL: address }),
        (error: Error) => {
          assert.match(error.message, /holds a password or key in its address/);
          assert.ok(!error.message.includes(value));
          return true;
        },
      );
    }
  });

  it("has no effect on credentials, and refuses them", () => {
    for (const name of ["OKTA_ORG_NAME", "OKTA_API_TOKEN", "CONTEXT7_API_KEY"]) {
      assert.throws(() => variables({ [name]: "x" }), /is no variable of the Pulumi CLI/);
    }
  });
});
