import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { InputError } from "@clientwright/runtime";
import { generateCloudConfig } from "../../../specs/decapod/extras/cloud-config.js";
import { fileOf, input, publicKey, readConfig } from "./cloud-config-support.js";

// The same cases in every run, so that a failure belongs to the change at hand.
const sameCases = { seed: 20_240_611 };

describe("generateCloudConfig", () => {
  test("writes this, byte for byte", () => {
    const expected = readFileSync(new URL("cloud-config.expected.txt", import.meta.url), "utf8");
    expect(generateCloudConfig(input)).toBe(expected);
    expect(generateCloudConfig({ ...input })).toBe(expected);
  });

  test("begins with the line by which cloud-init knows it, and has neither anchors nor folded lines", () => {
    const text = generateCloudConfig(input);
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    expect(text).not.toMatch(/^\s*(- )?[\w-]+: [&*>]/m);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test("makes the user, the packages, the two files and the five commands", () => {
    const { users, packages, write_files: files, runcmd } = readConfig(generateCloudConfig(input));
    expect(users).toEqual([
      {
        name: "ansible",
        groups: ["sudo"],
        shell: "/bin/bash",
        sudo: ["ALL=(ALL) NOPASSWD:ALL"],
        "ssh-authorized-keys": [publicKey],
      },
    ]);
    expect(packages).toEqual(["python"]);
    expect(files?.map(({ path, permissions }) => [path, permissions])).toEqual([
      ["/usr/share/server_discovery.py", "0440"],
      ["/usr/share/server_discovery.sh", "0550"],
    ]);
    expect(runcmd?.map(([program]) => program)).toEqual(["echo", "sh", "sh", "sh", "echo"]);
    expect(runcmd?.[1]?.[2]).toContain("/etc/rc.local");
    expect(runcmd?.[2]?.[2]).toContain("systemctl enable rc-local.service");
    expect(runcmd?.[3]?.[2]).toBe("/usr/share/server_discovery.sh 2>&1 | tee -a /var/log/server_discovery.log");
  });

  test("leaves out files and commands on demand", () => {
    const config = readConfig(generateCloudConfig({ ...input, noDiscovery: true }));
    expect(Object.keys(config)).toEqual(["users", "packages"]);
    expect(config.users).toEqual(readConfig(generateCloudConfig({ ...input, noDiscovery: false })).users);
  });

  test.each([undefined, null, 0])("a timeout of %s is one of 20 seconds", (timeout) => {
    expect(generateCloudConfig({ ...input, timeout })).toContain("\n      TIMEOUT = 20\n");
  });

  test("a timeout of one's own is taken", () => {
    expect(generateCloudConfig({ ...input, timeout: 5 })).toContain("\n      TIMEOUT = 5\n");
  });

  test.each([
    ["10.10.0.2:9999/v1/server/", "http://10.10.0.2:9999/v1/server/", "10.10.0.2"],
    ["decapod.example.com", "http://decapod.example.com", "decapod.example.com"],
    [
      "https://decapod.example.com:10000/v1/server/",
      "https://decapod.example.com:10000/v1/server/",
      "decapod.example.com",
    ],
    ["http://[fe80::1]:9999/", "http://[fe80::1]:9999/", "fe80::1"],
  ])("the address %s is taken as it stands", (url, posted, host) => {
    const text = generateCloudConfig({ ...input, url });
    expect(text).toContain(`\n      DECAPOD = '${posted}'\n`);
    expect(text).toContain(`\n      decapod_host='${host}'\n`);
  });

  test("the end of the line of a .pub file does not matter", () => {
    const expected = generateCloudConfig(input);
    expect(generateCloudConfig({ ...input, publicKey: `${publicKey}\n` })).toBe(expected);
    expect(generateCloudConfig({ ...input, publicKey: `${publicKey}\r\n` })).toBe(expected);
  });
});

describe("what generateCloudConfig refuses", () => {
  test.each([
    ["url", "http://10.10.0.2:9999/v1/server/\nruncmd:", /line breaks/],
    ["url", "http://10.10.0.2:9999/v1/ server/", /blanks/],
    ["url", "", /address/],
    ["url", "ftp://10.10.0.2/", /begin with http/],
    ["url", "file:///etc/passwd", /begin with http/],
    ["url", "http://bücher.example/", /printable ASCII/],
    ["url", "http://$(reboot)/", /host name/],
    ["url", "http://`reboot`/", /host name/],
    ["url", "http://a'b/", /host name/],
    ["url", "http://-n/", /host name/],
    ["url", "http://:9999/", /host name/],
    ["url", "javascript:alert(1)", /host name/],
    ["url", "http://root:root@10.10.0.2/", /must not hold a user name/],
    ["serverDiscoveryToken", "", /configuration/],
    ["serverDiscoveryToken", "one\ntwo", /one line/],
    ["serverDiscoveryToken", "tokén", /printable ASCII/],
    ["serverDiscoveryToken", " token", /printable ASCII/],
    ["publicKey", "", /no public SSH key/],
    ["publicKey", "a password", /no public SSH key/],
    ["publicKey", "ssh-rsa", /no public SSH key/],
    ["publicKey", `ssh-rsa ${publicKey.split(" ")[1] ?? ""}`, /damaged/],
    ["publicKey", "ssh-ed25519 AAAA", /damaged/],
    ["publicKey", `${publicKey}\nssh-ed25519 AAAA`, /no public SSH key/],
    ["publicKey", `${publicKey}\n\n`, /no public SSH key/],
    ["publicKey", `command="reboot" ${publicKey}`, /no public SSH key/],
    ["publicKey", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n", /is a private key/],
    ["username", "", /Linux user/],
    ["username", "ansible; reboot", /Linux user/],
    ["username", "$(reboot)", /Linux user/],
    ["username", "ansible\n", /Linux user/],
    ["username", "-ansible", /Linux user/],
    ["username", "a/b", /Linux user/],
    ["username", "a".repeat(33), /32 letters/],
    ["timeout", -1, /whole number of seconds/],
    ["timeout", 1.5, /whole number of seconds/],
    ["timeout", Number.NaN, /whole number of seconds/],
    ["timeout", Infinity, /whole number of seconds/],
    ["timeout", 86_401, /86400/],
  ])("%s: %j", (name, value, message) => {
    const refused = (): string => generateCloudConfig({ ...input, [name]: value });
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(message);
    expect(refused).toThrow(new RegExp(`^${name} `));
  });

  test.each(["url", "serverDiscoveryToken", "publicKey", "username", "timeout", "noDiscovery"])(
    "%s of another type, as callers without types may give it",
    (name) => {
      const wrong: unknown = JSON.parse(`{ "${name}": ["x"] }`);
      expect(() => generateCloudConfig(Object.assign({ ...input }, wrong))).toThrow(new RegExp(`^${name} `));
    },
  );

  test("the token is not in the message", () => {
    expect(() => generateCloudConfig({ ...input, serverDiscoveryToken: "s3cret\n" })).not.toThrow(/s3cret/);
    expect(() => generateCloudConfig({ ...input, url: "nowhere at all" })).not.toThrow(/26758c32/);
  });
});

describe("hostile arguments", () => {
  const piece = fc.constantFrom(
    ..."'\"\\\n\r\t\0 #:-&*!%@`|>{}[],?~$();<=/é😀\u2028\u0085\ufeff\ud800aA0_.",
    "$(id)", "'''", "'; import os #", "\n  - evil", "\nruncmd: [[reboot]]\n", "!!js/function", "{{", "%s", "EOF", "\\x41",
  ); // prettier-ignore
  const nasty = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  const arguments_ = fc.record({
    url: nasty.chain((text) => fc.constantFrom(`http://10.0.0.1/${text}`, `http://a${text}/`, `http://${text}`, text)),
    serverDiscoveryToken: fc.oneof(
      nasty,
      nasty.map((text) => `t${text}t`),
    ),
    publicKey: nasty.chain((text) => fc.constantFrom(`${publicKey}${text}`, `${publicKey} ${text}`, text)),
    username: fc.oneof(
      fc.constant("ansible"),
      nasty,
      nasty.map((text) => `a${text}`),
    ),
  });

  test("each is refused, or comes back as it was and changes nothing else", () => {
    const shape = shapeOf(load(generateCloudConfig(input)));
    const counts = lineCounts(generateCloudConfig(input));
    let taken = 0;
    fc.assert(
      // One at a time is hostile, so that most of them get past the others' checks.
      fc.property(arguments_, fc.constantFrom("url", "serverDiscoveryToken", "publicKey", "username"), (all, name) => {
        const value = all[name];
        const { text } = attempt({ ...input, [name]: value });
        if (text === undefined) return;
        taken += 1;
        const config = readConfig(text);
        expect(shapeOf(load(text))).toEqual(shape);
        const [user] = config.users;
        expect(user?.name).toBe(name === "username" ? value : input.username);
        const key = name === "publicKey" ? value.replace(/\r?\n$/, "") : publicKey;
        expect(user?.["ssh-authorized-keys"]).toEqual([key]);
        expect(lineCounts(text)).toEqual(counts);
      }),
      { ...sameCases, numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(300);
  });
});

/** The text, or nothing when the arguments were refused; any other error is a fault. */
function attempt(config: Parameters<typeof generateCloudConfig>[0]): { text?: string } {
  try {
    return { text: generateCloudConfig(config) };
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

/** How many lines each program has. */
function lineCounts(text: string): readonly number[] {
  return [".py", ".sh"].map((ending) => fileOf(text, ending).split("\n").length);
}

/** A document with its texts taken out. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.entries(value).map(([name, item]) => [name, shapeOf(item)]);
}
