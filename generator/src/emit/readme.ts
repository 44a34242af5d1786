import type { Api, Credential, Group, Operation } from "../ir/types.js";
import type { OutputFile } from "../output/output-file.js";
import { nameOf } from "./api-file.js";
import { hasEnvironment } from "./client-file.js";
import { code, Code, join } from "./code.js";
import { identifier, link, literal, markdownCode, markdownText, memberName } from "./escape.js";
import { isInputOptional } from "./inputs.js";
import { pagedOperations } from "./paginators.js";
import { sampleInput } from "./samples.js";
import { render, type View } from "./templates.js";
import type { Types } from "./types.js";

/** How programs get at a client: from its package, or from the folder that it was written to. */
export interface ReadmeTarget {
  readonly specifier: Code;
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
    ...firstProgram(api, types),
    credentials: api.credentials.flatMap(credentialRows),
    paginator: firstPaginator(api),
    fromEnv: hasEnvironment(api),
    hasNoCredentials: api.credentials.length === 0,
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

function credentialRows({ kind, description, flows }: Credential): readonly View[] {
  const words = (fallback: string): Code => markdownText(firstParagraph(description ?? fallback));
  const env = (names: readonly string[]): Code | false =>
    names.length === 0 ? false : join(names.map(markdownCode), code`, `);
  const pages = flows
    .flatMap(({ authorizationUrl, tokenUrl }) => [authorizationUrl, tokenUrl])
    .filter((url) => url !== undefined);
  const urls = pages.length === 0 ? false : join([...new Set(pages)].map(markdownCode), code`, `);
  switch (kind.type) {
    case "bearer":
      return [
        {
          option: markdownCode(kind.option),
          words: words("A token, sent as `Authorization: Bearer`."),
          env: env(kind.env),
          urls,
        },
      ];
    case "basic":
      return [
        { option: markdownCode(kind.username), words: words("The user name."), env: env(kind.env.username), urls },
        {
          option: markdownCode(kind.password),
          words: markdownText("The password."),
          env: env(kind.env.password),
          urls: false,
        },
      ];
    case "apiKey":
      return [
        {
          option: markdownCode(kind.option),
          words: words(`A key, sent as ${kind.in} ${kind.key}.`),
          env: env(kind.env),
          urls,
        },
      ];
    case "authorization":
      return [
        {
          option: markdownCode(kind.option),
          words: words(`What follows ${kind.scheme} in the Authorization header.`),
          env: env(kind.env),
          urls,
        },
      ];
    case "mutualTLS":
      return [];
  }
}

function groupView(api: Api, { id, title, description }: Group): View {
  return {
    title: markdownText(title),
    description: description === undefined ? undefined : markdownText(firstParagraph(description)),
    operations: api.operations
      .filter((operation) => operation.group === id)
      .map((operation) => ({
        name: linkTo(operation.name, operation.docs, true) ?? markdownCode(operation.name),
        wire: markdownCode(`${operation.method} ${operation.path}`),
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
