import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/* What judges the clients must have nothing in common with what makes them. */

const sources = readdirSync("twin/src", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

describe("the twin", () => {
  it("imports its own files, Node, and the libraries that its package names", () => {
    const { dependencies } = JSON.parse(readFileSync("twin/package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    const known = [...Object.keys(dependencies), "node:"];
    const strange = sources.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/(?:from|import\(|require\(|\)\()\s*"([^"]+)"/g)]
        .map(([, name]) => name ?? "")
        .filter((name) =>
          name.startsWith(".")
            ? !join(file, "..", name).startsWith("twin/src/")
            : /^[@\w]/.test(name) &&
              !known.some((each) => name === each || name.startsWith(each.endsWith(":") ? each : `${each}/`)),
        ),
    );
    expect(sources.length).toBeGreaterThan(30);
    expect(strange).toEqual([]);
  });

  it("holds nothing that belongs to one API", () => {
    const names = /linode|ionos|profitbricks|decapod|ceph|joyent|triton|smartdc|cloudapi/i;
    expect(
      sources.filter((file) => names.test(readFileSync(file, "utf8").replace(/clientwright twin linode/g, ""))),
    ).toEqual([]);
  });

  it("has small files", () => {
    expect(sources.filter((file) => readFileSync(file, "utf8").split("\n").length > 400)).toEqual([]);
  });
});
