import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { settings } from "../../../src/verifier/configurationSettings";
import { createMetrics } from "../../../src/verifier/service/metrics";

const DOCS = join(__dirname, "../../../docs");
const guide = readFileSync(join(DOCS, "verifier.md"), "utf8");
const api = parse(readFileSync(join(DOCS, "verifier.openapi.yaml"), "utf8")) as {
  paths: Record<string, Record<string, unknown>>;
};

describe("docs/verifier.md", () => {
  it("has every setting and no other", () => {
    const documented = [...guide.matchAll(/^\| `(VERIFIER_\w+)`/gm)].map(([, name]) => name);
    assert.deepEqual(documented.sort(), Object.keys(settings.shape).sort());
  });

  it("has every metric of the verifier's own", async () => {
    const names = createMetrics()
      .registry.getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith("context7_ema_"));
    const documented = [...guide.matchAll(/^\| `(context7_ema_\w+)`/gm)].map(([, name]) => name);
    assert.deepEqual(documented.sort(), names.sort());
  });

  it("has every address of the API, as the description for programs has them", () => {
    const documented = [...guide.matchAll(/^\| `(GET|POST) (\/\S*)`/gm)].map(
      ([, method, path]) => `${method} ${path}`,
    );
    const described = Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const ofPage = ["GET /", "GET /runs/{id}"];
    assert.deepEqual(documented.sort(), [...described, ...ofPage].sort());
  });
});
