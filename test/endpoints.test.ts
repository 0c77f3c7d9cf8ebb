import assert from "node:assert/strict";
import { resourcesOf } from "../src/endpoints";

describe("the resource identifiers of the MCP server", () => {
  it("are its origin, /mcp, and the address that clients are told", () => {
    const [origin, mcp] = ["https://mcp.context7.com", "https://mcp.context7.com/mcp"];
    assert.deepEqual(resourcesOf(`${mcp}/oauth`), [origin, mcp, `${mcp}/oauth`]);
    assert.deepEqual(resourcesOf(mcp), [origin, mcp]);
    assert.deepEqual(resourcesOf(origin), [origin, mcp]);
  });
});
