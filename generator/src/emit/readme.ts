import type { Api, Credential, Group, OAuthClient, Operation, Setting, TokenLogin } from "../ir/types.js";
import type { OutputFile } from "../output/output-file.js";
import { nameOf } from "./api-file.js";
import { hasEnvironment } from "./client-file.js";
import { code, Code, join } from "./code.js";
import { credentialOptions, tokenLogins } from "./credentials.js";
import { handWritten, identifier, link, literal, markdownCode, markdownText, memberName } from "./escape.js";
import { wireLine } from "./filled.js";
import { isInputOptional } from "./inputs.js";
import { thingsView } from "./readme-things.js";
import { pagedOperations } from "./paginators.js";
import { sampleInput } from "./samples.js";
import { render, type View } from "./templates.js";
import type { Types } from "./types.js";

/** How programs get at a client: from its package, or from the folder that it was written to. */
export interface ReadmeTarget {
  readonly specifier: Code;
  /** What somebody has written by hand for this client. */
  readonly guide?: string;
  /** Name of the package to install; absent for a client that stands alone. */
  readonly packageName?: string;
}

/** `README.md`: a first program, sign-in, errors, and a table of all operations. */
export function emitReadme(api: Api, types: Types, target: ReadmeTarget): OutputFile {
  const view: View = {
    title: markdownText(target.packageName ?? api.title),
    api: markdownText(nameOf(api)),
    version: markdownCode(api.version),
    description:
      api.summary === undefined && api.description === undefined
        ? undefined
        : markdownText(api.summary ?? firstParagraph(api.description ?? "")),
    docs: linkTo("Documentation of the API", api.docs),
    install: target.packageName === undefined ? undefined : markdownPlain(target.packageName),
    specifier: target.specifier,
    client: identifier(`${api.className}Client`),
    guide: target.guide === undefined ? undefined : handWritten(target.guide),
    ...firstProgram(api, types),
    credentials: api.credentials.flatMap(credentialRows),
    definition: identifier(api.name),
    log: identifier(api.logName),
    logins: tokenLogins(api).map(loginView),
    signers: target.packageName === undefined ? [] : api.credentials.flatMap(signerView),
    oauth: api.oauth.map((client) => oauthView(api, types, client)),
    settings: api.settings.map(settingRow),
    addressEnv: list(api.addressEnv),
    paginator: firstPaginator(api),
    fromEnv: hasEnvironment(api),
    hasNoCredentials: api.credentials.length === 0,
    ...thingsView(api, types),
    groups: api.groups.map((group) => groupView(api, group)),
    count: api.operations.length,
    servers: api.servers.map(({ url, description }) => ({
      url: markdownCode(url),
      description: description === undefined ? false : markdownText(description),
    })),
  };
  return { path: "README.md", text: render("README.md.hbs", view).text, format: "markdown" };
}

/** The call to begin with: one that reads, needs little, and gives something back. */
function firstProgram(api: Api, types: Types): View {
  const ranked = api.operations
    .map((operation) => ({ operation, sample: sampleInput(types, operation) }))
    .filter((candidate): candidate is { operation: Operation; sample: Code } => candidate.sample !== undefined)
    .sort((a, b) => rank(a.operation) - rank(b.operation));
  const [first] = ranked;
  if (first === undefined) return { hasProgram: false };
  const { operation, sample } = first;
  const options = optionMembers(api);
  return {
    hasProgram: true,
    options: options.text === "" ? code`` : code`{ ${options} }`,
    variable: code`client`,
    call: code`${identifier(operation.name)}(${sample})`,
    functionName: identifier(operation.name),
    functionCall: code`${identifier(operation.name)}(client${sample.text === "" ? code`` : code`, ${sample}`})`,
    isVoid: operation.output.kind === "none",
  };
}

/** A list to show how pages are gone through: one that needs no input. */
function firstPaginator(api: Api): Code | undefined {
  const paged = pagedOperations(api).find(({ operation }) => isInputOptional(operation));
  return paged === undefined ? undefined : identifier(paged.paginator.name);
}

function rank({ method, input, output, deprecated }: Operation): number {
  return (
    (method === "GET" ? 0 : 8) +
    (input.some(({ required }) => required) ? 4 : 0) +
    (output.kind === "json" ? 0 : 2) +
    (deprecated === true ? 1 : 0)
  );
}

function optionMembers(api: Api): Code {
  const [first] = api.credentials;
  const address = api.servers.some(({ url }) => /^https?:\/\//i.test(url))
    ? []
    : [code`baseUrl: "https://api.example.com"`];
  const environment = (names: readonly string[], words: string): Code => {
    const [name] = names;
    return name !== undefined && /^[A-Z_][A-Z0-9_]*$/.test(name) ? new Code(`process.env.${name}`) : literal(words);
  };
  const credential = ((): readonly Code[] => {
    switch (first?.kind.type) {
      case "bearer":
      case "apiKey":
      case "authorization":
        return [code`${memberName(first.kind.option)}: ${environment(first.kind.env, "…")}`];
      case "basic":
      case "tokenLogin":
        return [
          code`${memberName(first.kind.username)}: ${environment(first.kind.env.username, "me")}`,
          code`${memberName(first.kind.password)}: ${environment(first.kind.env.password, "…")}`,
        ];
      default:
        return [];
    }
  })();
  return join([...address, ...credential], code`, `);
}

/** A row for each option that holds a credential, in the order of the options. */
function credentialRows(credential: Credential): readonly View[] {
  const pages = credential.flows
    .flatMap(({ authorizationUrl, tokenUrl }) => [authorizationUrl, tokenUrl])
    .filter((url) => url !== undefined);
  return credentialOptions(credential).map(({ name, words, env }, index) => ({
    option: markdownCode(name),
    words: markdownText(firstParagraph(words)),
    env: list(env),
    urls: index === 0 && list([...new Set(pages)]),
  }));
}

function loginView({ username, password, constant, logout }: TokenLogin): View {
  return {
    username: identifier(username),
    password: identifier(password),
    constant: identifier(constant),
    logout: logout === undefined ? undefined : identifier(logout.operation),
  };
}

/** How a signer is come by. A client that stands alone has no module for keys, so that nothing is shown there. */
function signerView({ kind }: Credential): readonly View[] {
  if (kind.type !== "signature") return [];
  const needed = new Set((kind.keyIds.at(-1) ?? "").match(/\w+(?=\})/g)?.filter((part) => part !== "key"));
  return [
    {
      option: identifier(kind.option),
      parts: join(
        [...needed].map((part) => code`${memberName(part)}: ${literal("me")}, `),
        code``,
      ),
      keyIds: join(kind.keyIds.map(markdownCode), code` or `),
      fromEnv: Object.keys(kind.env).length > 0,
    },
  ];
}

/** A program that signs a user in, or itself where there are no users. */
function oauthView(api: Api, types: Types, client: OAuthClient): View {
  const scopes = client.scopes === undefined ? undefined : types.enum(client.scopes);
  const credential = api.credentials.find(({ schemes }) => schemes.includes(client.scheme));
  return {
    scheme: api.oauth.length === 1 ? undefined : markdownText(client.scheme),
    name: identifier(client.name),
    option: memberName(credential?.kind.type === "bearer" ? credential.kind.option : "token"),
    isInteractive: client.authorizationUrl !== undefined,
    canRevoke: client.revocationUrl !== undefined,
    scopes: scopes && markdownText(scopes.name),
    firstScope: scopes && literal(scopes.values[0]?.value ?? ""),
  };
}

/** A row for each further option. */
function settingRow({ name, description, default: usual, env, perCall }: Setting): View {
  return {
    option: markdownCode(name),
    words: markdownText(firstParagraph(description ?? `What operations send as ${name}.`)),
    usual: perCall
      ? code`what each operation says`
      : usual === undefined
        ? undefined
        : markdownCode(JSON.stringify(usual)),
    env: list(env),
  };
}

function list(words: readonly string[]): Code | false {
  return words.length === 0 ? false : join(words.map(markdownCode), code`, `);
}

function groupView(api: Api, { id, title, description }: Group): View {
  return {
    title: markdownText(title),
    description: description === undefined ? undefined : markdownText(firstParagraph(description)),
    operations: api.operations
      .filter((operation) => operation.group === id)
      .map((operation) => ({
        name: linkTo(operation.name, operation.docs, true) ?? markdownCode(operation.name),
        wire: markdownCode(wireLine(operation)),
        words: markdownText(operation.summary ?? firstParagraph(operation.description ?? "")),
        deprecated: operation.deprecated === true,
      })),
  };
}

function linkTo(words: string, url: string | undefined, isCode = false): Code | undefined {
  const target = url === undefined ? undefined : link(url);
  return target === undefined ? undefined : code`[${isCode ? markdownCode(words) : markdownText(words)}](${target})`;
}

/** A name in a shell command. */
function markdownPlain(name: string): Code {
  return new Code(name.replace(/[^A-Za-z0-9@/._-]/g, ""));
}

function firstParagraph(text: string): string {
  return text.split(/\n\s*\n/)[0] ?? "";
}
