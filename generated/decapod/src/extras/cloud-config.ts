// A copy of the spec's extras/cloud-config.ts. Change that file and generate again instead of editing this one.

import { InputError } from "@clientwright/runtime";

/** What {@link generateCloudConfig} takes. */
export interface CloudConfigInput {
  /**
   * Where new servers report themselves. It is posted to as it stands, so it has to be the whole address of the server
   * list, such as `http://10.10.0.2:9999/v1/server/`, and within reach of the new servers. Without `http://` or
   * `https://` before it, it is taken for `http://`.
   */
  url: string;
  /** The discovery token of the installation, as its configuration has it. */
  serverDiscoveryToken: string;
  /** The public SSH key of Decapod's Ansible: the one line of a `.pub` file. */
  publicKey: string;
  /** The user that Ansible will log in as. The new servers get this user, with the right to become root. */
  username: string;
  /**
   * How long a new server waits for Decapod to answer, in seconds. Null and 0 stand for the default.
   *
   * @default 20
   */
  timeout?: number | null | undefined;
  /**
   * Whether to leave out everything by which a server reports itself, so that only the user and the packages remain.
   *
   * @default false
   */
  noDiscovery?: boolean | undefined;
}

const defaultTimeout = 20;
const pythonFile = "/usr/share/server_discovery.py";
const shellFile = "/usr/share/server_discovery.sh";
const logFile = "/var/log/server_discovery.log";

/**
 * Writes user-data for cloud-init. A server that boots with it for the first time gets a user for Ansible and tells
 * Decapod that it is there; Decapod then takes it in. It does so again whenever it boots.
 *
 * The same input gives the same text, byte for byte.
 *
 * @throws InputError when an argument is not what it has to be. The message names it.
 */
export function generateCloudConfig(input: CloudConfigInput): string {
  const { noDiscovery = false } = input;
  const [url, host] = checkUrl(input.url);
  const token = checkToken(input.serverDiscoveryToken);
  const key = checkKey(input.publicKey);
  const username = checkUsername(input.username);
  const timeout = checkTimeout(input.timeout);
  if (typeof noDiscovery !== "boolean") throw new InputError("noDiscovery must be true or false");
  const lines = [
    "#cloud-config",
    "users:",
    `  - name: ${quoted(username)}`,
    "    groups: [sudo]",
    "    shell: /bin/bash",
    '    sudo: ["ALL=(ALL) NOPASSWD:ALL"]',
    "    ssh-authorized-keys:",
    `      - ${quoted(key)}`,
    "packages:",
    "  - python",
  ];
  if (noDiscovery) return text(lines);
  return text([
    ...lines,
    "write_files:",
    ...file(pythonFile, "0440", pythonProgram(url, token, username, timeout)),
    ...file(shellFile, "0550", shellScript(host)),
    "runcmd:",
    ...commands.map((command) => `  - [${command.map(quoted).join(", ")}]`),
  ]);
}

/** What cloud-init runs after the first boot. Nothing of the input is in it. */
const commands: readonly (readonly string[])[] = [
  ["echo", "=== START DECAPOD SERVER DISCOVERY ==="],
  ["sh", "-xc", runAtBoot()],
  ["sh", "-xc", "systemctl enable rc-local.service || true"],
  ["sh", "-xc", `${shellFile} 2>&1 | tee -a ${logFile}`],
  ["echo", "=== FINISH DECAPOD SERVER DISCOVERY ==="],
];

/** Puts the script before the end of /etc/rc.local, once. Newer systems come without that file. */
function runAtBoot(): string {
  return [
    "test -e /etc/rc.local || { printf '#!/bin/sh -e\\nexit 0\\n' > /etc/rc.local && chmod 0755 /etc/rc.local; }",
    `grep -qF ${shellFile} /etc/rc.local || sed -i '/^exit 0/i ${shellFile} >> ${logFile} 2>&1' /etc/rc.local`,
  ].join("\n");
}

/** The program that reports the server. It runs under Python 2.7 and 3, with nothing installed. */
function pythonProgram(url: string, token: string, username: string, timeout: number): string {
  return `# -*- coding: utf-8 -*-
# Reports this server to Decapod: server_discovery.py ADDRESS HARDWARE_UUID

from __future__ import print_function

import json
import re
import ssl
import sys

try:
    from urllib.request import Request, urlopen
except ImportError:
    from urllib2 import Request, urlopen

DECAPOD = ${pythonString(url)}
TOKEN = ${pythonString(token)}
USERNAME = ${pythonString(username)}
TIMEOUT = ${timeout}
METADATA = 'http://169.254.169.254/latest/meta-data/public-ipv4'
USER_AGENT = 'cloud-init server discovery'


def fetch(url, headers, body=None):
    options = {'timeout': TIMEOUT}
    if hasattr(ssl, 'create_default_context'):
        # Installations mostly have certificates of their own making.
        options['context'] = ssl.create_default_context()
        options['context'].check_hostname = False
        options['context'].verify_mode = ssl.CERT_NONE
    return urlopen(Request(url, body, headers), **options).read().decode('utf-8')


def public_address():
    try:
        answer = fetch(METADATA, {'User-Agent': USER_AGENT}).strip()
    except Exception as error:
        print('No address from the metadata service: {0}'.format(error))
        return None
    return answer if re.match('^[0-9A-Fa-f.:]+$', answer) else None


def main(address, hardware_id):
    server = {
        'username': USERNAME,
        'host': public_address() or address.strip().lower(),
        'id': hardware_id.strip().lower(),
    }
    print('Reporting {0} as {1}'.format(server['id'], server['host']))
    headers = {
        'Content-Type': 'application/json',
        'Authorization': TOKEN,
        'User-Agent': USER_AGENT,
    }
    try:
        fetch(DECAPOD, headers, json.dumps(server).encode('utf-8'))
    except Exception as error:
        sys.exit('Server discovery failed: {0}'.format(error))
    print('Server discovery is done.')


if __name__ == '__main__':
    main(*sys.argv[1:])
`;
}

/** The script that finds out what the program needs to know. */
function shellScript(host: string): string {
  return `#!/bin/bash
set -eu -o pipefail

decapod_host=${shellWord(host)}

date '+%Y-%m-%d %H:%M:%S %z'

# The address that this server has in the direction of Decapod.
decapod_address="$(getent ahosts "$decapod_host" | sed -n '1s/ .*//p')"
local_address="$(ip -o route get "$decapod_address" | sed -n 's/.* src \\([^ ]*\\).*/\\1/p')"

hardware_id="$(dmidecode -s system-uuid | sed '/^#/d' | tr 'A-Z' 'a-z')"

python="$(command -v python || command -v python3)"
"$python" ${pythonFile} "$local_address" "$hardware_id"
`;
}

/** A file for cloud-init to write, as lines of YAML. */
function file(path: string, permissions: string, content: string): readonly string[] {
  const lines = content.trimEnd().split("\n");
  return [
    `  - path: ${path}`,
    `    permissions: ${quoted(permissions)}`,
    "    content: |",
    ...lines.map((line) => (line === "" ? "" : `      ${line}`)),
  ];
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

/** A double-quoted YAML scalar: all but printable ASCII is escaped, so nothing can end it or be taken for anything else. */
function quoted(value: string): string {
  const escaped = Array.from(value, (letter) => {
    if (letter === '"' || letter === "\\") return `\\${letter}`;
    if (letter === "\n") return "\\n";
    if (/^[ -~]$/.test(letter)) return letter;
    return `\\U${(letter.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
  });
  return `"${escaped.join("")}"`;
}

/** A Python literal of printable ASCII, which is all that the checks let through to the program. */
function pythonString(value: string): string {
  return `'${value.replace(/[\\']/g, "\\$&")}'`;
}

/** A word of a shell script. */
function shellWord(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** The address with its scheme, and its host as the shell script needs it. */
function checkUrl(value: string): readonly [string, string] {
  const example = "such as http://10.10.0.2:9999/v1/server/";
  if (typeof value !== "string" || !/^[!-~]+$/.test(value))
    throw new InputError(`url must be an address in printable ASCII without blanks or line breaks, ${example}`);
  const [, scheme = "http"] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value) ?? [];
  if (!/^https?$/i.test(scheme))
    throw new InputError(`url must begin with http:// or https://, ${example}; ${scheme}:// will not do`);
  const url = /^https?:\/\//i.test(value) ? value : `http://${value}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const [, host] = /^\[?([a-z0-9_][a-z0-9._-]*|[0-9a-f:.]+)\]?$/i.exec(parsed?.hostname ?? "") ?? [];
  if (parsed === undefined || host === undefined)
    throw new InputError(`url must have a host name or an address of letters, digits, dots and hyphens, ${example}`);
  if (parsed.username !== "" || parsed.password !== "")
    throw new InputError("url must not hold a user name or a password; the serverDiscoveryToken is the sign-in");
  return [url, host];
}

function checkToken(value: string): string {
  // It goes into a header, which holds nothing else; blanks at its ends would get lost on the way.
  if (typeof value === "string" && /^[!-~]([ -~]*[!-~])?$/.test(value)) return value;
  throw new InputError(
    "serverDiscoveryToken must be printable ASCII on one line; take it from the configuration of the installation",
  );
}

const keyKinds: readonly string[] = [
  "ssh-ed25519",
  "ssh-rsa",
  "ssh-dss",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
];

/** A public key in one line: its kind, the key in base64, and perhaps a comment. The end of the line is not part of it. */
function checkKey(value: string): string {
  const cure = "give the one line of a .pub file, such as `ssh-ed25519 AAAAC3Nza… ansible`";
  if (typeof value !== "string") throw new InputError(`publicKey must be a string; ${cure}`);
  if (value.includes("PRIVATE KEY"))
    throw new InputError(`publicKey is a private key, which must stay secret; ${cure}`);
  const line = value.replace(/\r?\n$/, "");
  // Lone surrogates and control characters are no text; anything else may be in the comment.
  const [, kind = "", base64 = ""] =
    /^([a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})( [^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*)?$/u.exec(line) ?? [];
  if (!keyKinds.includes(kind)) throw new InputError(`publicKey is no public SSH key; ${cure}`);
  if (!startsWithItsKind(base64, kind))
    throw new InputError(`publicKey is damaged: what follows ${kind} is no such key; ${cure}`);
  return line;
}

/** Whether a key begins as every key of its kind does: with the length of the kind's name, and the name. */
function startsWithItsKind(base64: string, kind: string): boolean {
  const start = `\0\0\0${String.fromCharCode(kind.length)}${kind}`;
  // The last letter may hold bits of what comes after the name.
  return base64.startsWith(btoa(start).slice(0, Math.floor((start.length * 4) / 3)));
}

function checkUsername(value: string): string {
  if (typeof value === "string" && /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(value)) return value;
  throw new InputError(
    "username must be the name of a Linux user: at most 32 letters, digits, dots, hyphens and underscores, of which " +
      "the first is a letter or an underscore, such as ansible",
  );
}

function checkTimeout(value: number | null | undefined): number {
  const timeout = value === undefined || value === null || value === 0 ? defaultTimeout : value;
  if (Number.isInteger(timeout) && timeout > 0 && timeout <= 86_400) return timeout;
  throw new InputError("timeout must be a whole number of seconds, from 1 to 86400");
}
