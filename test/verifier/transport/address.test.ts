import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { isPublicAddress } from "../../../src/verifier/transport";

const isPublic = ["8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "192.0.1.1", "198.20.0.1"];
const notPublic: Record<string, string[]> = {
  "this machine": ["127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "::1", "::"],
  "private networks": [
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "fc00::1",
    "fd12::1",
  ],
  "cloud metadata, link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0", "fd00:ec2::254"],
  "carrier-grade NAT": ["100.64.0.1", "100.127.255.255"],
  "reserved, documentation, multicast": [
    "192.0.0.8",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.9",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "fec0::1",
    "ff02::1",
    "5f00::1",
  ],
  "IPv4-mapped": ["::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:10.0.0.1", "0:0:0:0:0:ffff:a00:1"],
  "IPv4-compatible": ["::127.0.0.1", "::8.8.8.8", "::a00:1"],
  "IPv4-translated": ["::ffff:0:127.0.0.1", "::ffff:0:a9fe:a9fe"],
  "6to4": ["2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::1"],
  Teredo: ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:0:808:808:0:0:80ff:fffe"],
  "NAT64, well-known prefix": ["64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1"],
  "NAT64, a network's own prefix": ["64:ff9b:1::127.0.0.1", "64:ff9b:1:abcd::8.8.8.8"],
  ISATAP: ["2600::5efe:127.0.0.1", "2600::200:5efe:10.0.0.1", "fe80::5efe:8.8.8.8"],
  "no address": ["", "localhost", "1.2.3", "0x7f.1", "::g", "1:2:3", "8.8.8.8.8"],
};

describe("isPublicAddress", () => {
  for (const address of isPublic) {
    it(`takes ${address}`, () => assert.equal(isPublicAddress(address), true));
  }
  for (const address of ["2606:4700::1111", "2a00:1450:4001:82f::200e", "2600:9000::1"]) {
    it(`takes ${address}`, () => assert.equal(isPublicAddress(address), true));
  }
  for (const [kind, addresses] of Object.entries(notPublic)) {
    it(`refuses ${kind}`, () => {
      const taken = addresses.filter(isPublicAddress);
      assert.deepEqual(taken, []);
    });
  }

  it("takes public IPv4 addresses inside IPv6 where networks use that", () => {
    const carriers = [
      "::ffff:8.8.8.8",
      "64:ff9b::8.8.8.8",
      "2002:808:808::1",
      "2600::5efe:8.8.8.8",
    ];
    assert.deepEqual(
      carriers.filter((address) => !isPublicAddress(address)),
      [],
    );
  });

  it("judges an IPv4 address the same in every IPv6 clothing", () => {
    fc.assert(
      fc.property(fc.ipV4(), (v4) => {
        const [a = 0, b = 0, c = 0, d = 0] = v4.split(".").map(Number);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        const clothes = [`::ffff:${v4}`, `64:ff9b::${hex}`, `2002:${hex}::1`, `2600::5efe:${hex}`];
        for (const address of clothes) {
          assert.equal(isPublicAddress(address), isPublicAddress(v4), address);
        }
      }),
    );
  });

  it("gives an answer for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV6()), (text) => {
        assert.equal(typeof isPublicAddress(text), "boolean");
      }),
    );
  });
});
