import { defineConfig } from "clientwright";

export default defineConfig({
  apis: {
    linode: { spec: "specs/linode/openapi.yaml", out: "generated/linode", package: "@clientwright/linode" },
    decapod: {
      spec: "specs/decapod/openapi.yaml",
      out: "generated/decapod",
      package: "@clientwright/decapod",
      extras: "specs/decapod/extras",
    },
  },
});
