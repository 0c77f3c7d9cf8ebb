const { EmaPolicies } = require("context7-ema/policy");

// All rules warn, until a file of settings says otherwise:
//   pulumi preview --policy-pack examples/policy-pack --policy-pack-config examples/policy-pack/prod.json
new EmaPolicies({ all: "advisory" });
