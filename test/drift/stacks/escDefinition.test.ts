import assert from "node:assert/strict";
import { escDefinition } from "../../../src/drift/stacks/escDefinition";
import { environmentVariables } from "../../../src/drift/stacks/escEnvironment";

describe("the ESC environments of a stack's settings file", () => {
  const read = (text: string) => escDefinition(text, "Pulumi.dev.yaml");
  const none = { imports: [], variables: {}, computed: [] };

  it("are a list of names", () => {
    const text = "environment:\n  - acme/okta\n  - prod@stable\n";
    assert.deepEqual(read(text), { ...none, imports: ["acme/okta", "prod@stable"] });
  });
  it("may be none", () => {
    for (const text of ["", "config: {}\n", "environment:\n", "environment: []\n"]) {
      assert.deepEqual(read(text), none, text);
    }
  });
  it("are a definition in place, whose imports count unless they are not merged", () => {
    const text = `
environment:
  imports:
    - first
    - second: { merge: false }
    - third: { merge: true }
    - fourth:
  values:
    pulumiConfig: { a:b: c }
`;
    assert.deepEqual(read(text), { ...none, imports: ["first", "third", "fourth"] });
  });
  it("set variables themselves, as far as they stand there as they are", () => {
    const text = `
environment:
  values:
    environmentVariables:
      OKTA_ORG_NAME: acme
      PORT: 8080
      COST: 5$
      MARKED: { fn::secret: hidden }
      REFERRED: \${okta.token}
      ESCAPED: $$x
      OPENED: { fn::open::aws-secrets: { get: {} } }
`;
    assert.deepEqual(read(text), {
      imports: [],
      variables: { OKTA_ORG_NAME: "acme", PORT: "8080", COST: "5$", MARKED: "hidden" },
      computed: ["REFERRED", "ESCAPED", "OPENED"],
    });
  });
  it("may set all of them by one expression", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of ESC.
    for (const value of ['"${okta.variables}"', "{ fn::fromJSON: x }"]) {
      const text = `environment: { values: { environmentVariables: ${value} } }`;
      assert.deepEqual(read(text).computed, ["environmentVariables"]);
    }
  });
  it("are refused as anything else", () => {
    for (const value of ["okta", "[{ a: b }]", "{ imports: okta }"]) {
      assert.throws(
        () => read(`environment: ${value}`),
        /environment in Pulumi\.dev\.yaml is neither a list/,
      );
    }
  });

  it("give, opened, the variables that are texts, numbers or truth values", () => {
    const opened = { OKTA_API_TOKEN: "x", N: 1, YES: true, OBJECT: { a: 1 }, NOTHING: null };
    assert.deepEqual(environmentVariables(opened), { OKTA_API_TOKEN: "x", N: "1", YES: "true" });
    assert.deepEqual(environmentVariables({}), {});
    assert.deepEqual(environmentVariables(null), {});
  });
});
