import assert from "node:assert/strict";
import { parse } from "yaml";
import { existingLines } from "../../../provider/applicationLookup/existingLines";

describe("the lines that adopt an app", () => {
  const yamlOf = (path: string) => {
    const [, yaml = ""] =
      /^In Pulumi\.<stack>\.yaml:\n(.*)\nor in a program:\n/s.exec(existingLines(path, "0oa1")) ??
      [];
    return yaml;
  };

  it("say it of the resource app, as YAML and in a program", () => {
    assert.equal(
      existingLines("resourceApp", "0oa1"),
      `In Pulumi.<stack>.yaml:
  config:
    context7-ema:resourceApp:
      existing:
        id: 0oa1
or in a program:
    resourceApp: { existing: { id: "0oa1" } },`,
    );
  });

  for (const key of ["claude-code", "yes", "1", "a.b", "12:30:45", 'say "hi"', "<key>"]) {
    it(`have the key ${key} read as it is, by YAML 1.1 and 1.2`, () => {
      const yaml = yamlOf(`requestingApps.${key}`);
      const apps = { [key]: { existing: { id: "0oa1" } } };
      for (const version of ["1.1", "1.2"] as const) {
        const { config } = parse(yaml, { version });
        assert.deepEqual(config, { "context7-ema:requestingApps": apps });
      }
    });
  }
});
