import { templateNames } from "../ir/parameters.js";
import { camelCase, isIdentifier, NameScope } from "../ir/names.js";
import type {
  Api,
  Content,
  FilledMember,
  InputMember,
  Operation,
  Output,
  PartEncoding,
  SecurityAlternative,
} from "../ir/types.js";
import { bigIntPlaces } from "./big-ints.js";
import { code, type Code, join, runtimeValue } from "./code.js";
import { access, identifier, literal, memberName, quoted, templateText } from "./escape.js";
import { filledValue, flatMembers, flattened, givenValue } from "./filled.js";
import { styledValue } from "./parameters.js";
import { shorthand } from "./shorthand.js";
import type { View } from "./templates.js";
import type { Types } from "./types.js";

/** What the function of an operation tells the client: the members of its call, in the order in which they read best. */
export function callView(types: Types, api: Api, operation: Operation): View & { readonly members: readonly Code[] } {
  const { body, security, filled } = operation;
  const parameters = operation.input.filter(({ place }) => place !== "body");
  // Fields of the body are what is left of the input once the parameters are taken out.
  const hasRest = body?.form === "fields" && operation.input.length > parameters.length;
  const locals = hasRest && parameters.length > 0 ? localNames(parameters) : undefined;
  const valueOf = (member: Parameter): Code => {
    if ("from" in member) return styledValue(types, member, filledValue(member));
    const local = locals?.get(member.name);
    const given = local ?? access(code`input`, member.name);
    return styledValue(types, member, givenValue(member, sentValue(operation, member, given)));
  };
  const inPlace = (place: InputMember["place"]): readonly Parameter[] =>
    [...filled, ...parameters].filter((member) => member.place === place);
  const call: readonly (readonly [string, Code | undefined])[] = [
    ["operation", quoted(operation.name)],
    ["method", quoted(operation.method)],
    ["path", placeOf(operation, pathOf(operation.path, inPlace("path"), valueOf))],
    ["query", queryCode(membersOf(inPlace("query"), valueOf))],
    ["headers", headersCode(membersOf(inPlace("header"), valueOf), membersOf(inPlace("cookie"), valueOf))],
    ["body", bodyOf(types, operation, locals !== undefined)],
    ...reading(types, operation),
    ["security", security === undefined || areAlike(security, api.security) ? undefined : securityOf(security)],
    ["idempotent", operation.idempotent === true ? code`true` : undefined],
  ];
  return {
    parameters:
      locals !== undefined && parameters.map(({ name }) => shorthand(memberName(name), locals.get(name) ?? code`_`)),
    members: call.flatMap(([name, value]) => (value === undefined ? [] : [shorthand(identifier(name), value)])),
  };
}

/**
 * The members of the call for a page whose address the page before has told: as those of the operation, but for what the
 * address holds.
 */
export function followingCall(types: Types, api: Api, operation: Operation, address: Code): readonly Code[] {
  const { input, filled } = operation;
  const inHeaders = <Member extends Parameter>(members: readonly Member[]): readonly Member[] =>
    members.filter(({ place }) => place === "header" || place === "cookie");
  const {
    body: _,
    server: __,
    ...rest
  } = { ...operation, path: "", input: inHeaders(input), filled: inHeaders(filled) };
  const { members } = callView(types, api, rest);
  return members.map((member) =>
    member.text === `path: ""` ? code`path: ${runtimeValue("linked")}(${address})` : member,
  );
}

/** A parameter of a call, whether its value comes from the caller or from elsewhere. */
type Parameter = InputMember | FilledMember;

/** Names for the parameters inside the function. */
function localNames(parameters: readonly InputMember[]): ReadonlyMap<string, Code> {
  const scope = new NameScope();
  return new Map(
    parameters.map(({ name }) => [name, identifier(scope.claim(isIdentifier(name) ? name : camelCase(name), "Value"))]),
  );
}

function pathOf(path: string, parameters: readonly Parameter[], valueOf: (member: Parameter) => Code): Code {
  if (parameters.length === 0) return quoted(path);
  const byName = new Map(parameters.map((member) => [member.wireName, member]));
  let rest = path;
  let template = code``;
  for (const name of templateNames(path)) {
    const member = byName.get(name);
    const start = rest.indexOf(`{${name}}`);
    if (member === undefined || start < 0) continue;
    template = code`${template}${templateText(rest.slice(0, start))}${code`$`}{${valueOf(member)}}`;
    rest = rest.slice(start + name.length + 2);
  }
  return code`${runtimeValue("path")}\`${template}${templateText(rest)}\``;
}

/** A path, on a server of the operation's own if it has one. */
function placeOf({ server }: Operation, path: Code): Code {
  return server === undefined ? path : code`${runtimeValue("pathAt")}(${quoted(server)}, ${path})`;
}

function membersOf(parameters: readonly Parameter[], valueOf: (member: Parameter) => Code): Code | undefined {
  if (parameters.length === 0) return undefined;
  const members = parameters.map((member) => shorthand(memberName(member.wireName), valueOf(member)));
  const flat = parameters.flatMap((member) =>
    "prefix" in member && member.prefix !== undefined ? [[member.wireName, member.prefix] as const] : [],
  );
  return flattened(code`{ ${join(members, code`, `)} }`, flat);
}

function queryCode(members: Code | undefined): Code | undefined {
  return members && code`${runtimeValue("queryOf")}(${members})`;
}

function headersCode(members: Code | undefined, cookies: Code | undefined): Code | undefined {
  if (members === undefined && cookies === undefined) return undefined;
  const rest = cookies === undefined ? code`` : code`, ${cookies}`;
  return code`${runtimeValue("headersOf")}(${members ?? code`{}`}${rest})`;
}

function bodyOf(types: Types, operation: Operation, isRest: boolean): Code | undefined {
  const { body, input } = operation;
  const content = body?.contents[body.chosen];
  const value = bodyValue(types, operation, isRest);
  if (content === undefined || value === undefined) return undefined;
  const member = body?.form === "fields" ? undefined : input.find(({ place }) => place === "body");
  const sent = encoded(types, content, value);
  // The encoders of JSON take undefined themselves, since so much of JSON is optional.
  const mayBeMissing = member !== undefined && !member.required && content.kind !== "json";
  return mayBeMissing ? code`${value} === undefined ? undefined : ${sent}` : sent;
}

/** What the body is made of; undefined when nothing is. */
function bodyValue(types: Types, operation: Operation, isRest: boolean): Code | undefined {
  const { body, input, filled } = operation;
  const fixed = filled.filter(({ place }) => place === "body");
  const member = input.find(({ place }) => place === "body");
  const given =
    body?.form === "fields"
      ? withSentValues(operation, isRest ? code`body` : code`input`)
      : member === undefined
        ? undefined
        : access(code`input`, member.name);
  if (fixed.length === 0) return given && flattened(given, flatMembers(types, operation));
  const own = fixed.map((each) => code`${memberName(each.wireName)}: ${filledValue(each)}`);
  const all = member === undefined || given === undefined ? own : [code`...${given}`, ...own];
  return flattened(code`{ ${join(all, code`, `)} }`, flatMembers(types, operation));
}

/** A value as it is sent: an id in place of the object, a page that makes sense, a list without repetitions. */
function sentValue(operation: Operation, member: InputMember, given: Code): Code {
  const { idOf, place, limits, type, name, wireName } = member;
  if (idOf?.member !== undefined) return code`${runtimeValue("idOf")}(${given}, ${quoted(idOf.member)})`;
  if (place === "query" && isOfPages(operation, member)) {
    return code`${runtimeValue("wholeNumber")}(${quoted(name)}, ${given}, ${limits?.minimum ?? 0})`;
  }
  const isSet = place === "body" && wireName !== "" && limits?.uniqueItems === true && type.kind === "array";
  return isSet && type.items.kind === "string" ? code`${runtimeValue("unique")}(${given})` : given;
}

/** Whether a parameter says which page, or how much of it: a whole number with a least value, on a list with pages. */
function isOfPages({ paginator }: Operation, { type, limits, sent }: InputMember): boolean {
  const isWhole = type.kind === "number" && type.integer && limits?.minimum !== undefined;
  return paginator !== undefined && isWhole && sent === undefined;
}

/** The fields of a body, those replaced that are sent otherwise than they are given. */
function withSentValues(operation: Operation, given: Code): Code {
  const changed = operation.input.flatMap((member) => {
    if (member.place !== "body") return [];
    const value = access(given, member.name);
    const sent = sentValue(operation, member, value);
    return sent === value ? [] : [code`${memberName(member.name)}: ${sent}`];
  });
  return changed.length === 0 ? given : code`{ ${join([code`...${given}`, ...changed], code`, `)} }`;
}

/** The body as it is sent. */
function encoded(types: Types, { kind, contentType, encoding, type }: Content, value: Code): Code {
  const stated = quoted(concrete(contentType));
  const withType = contentType.includes("*") ? code`` : code`, ${stated}`;
  switch (kind) {
    case "json": {
      const encoder = runtimeValue(types.holdsBigInt(type) ? "losslessJsonBody" : "jsonBody");
      return code`${encoder}(${value}${contentType === "application/json" ? code`` : withType})`;
    }
    case "form":
      return code`${runtimeValue("formBody")}(${value}${listed(stylesOf(encoding))})`;
    case "multipart":
      return code`${runtimeValue("multipartBody")}(${value}${listed(partsOf(encoding))})`;
    case "text":
      return code`${runtimeValue("textBody")}(${value}, ${stated})`;
    default:
      return code`${runtimeValue("binaryBody")}(${value}${withType})`;
  }
}

/** A media type that can be sent: `text/*` stands for plain text. */
function concrete(contentType: string): string {
  return contentType.startsWith("text/*") ? "text/plain" : contentType;
}

/** The content types of the parts of a multipart body that say one. */
function partsOf(encoding: readonly PartEncoding[]): readonly Code[] {
  return encoding.flatMap(({ field, contentType }) =>
    contentType === undefined ? [] : [code`${memberName(field)}: { contentType: ${quoted(contentType)} }`],
  );
}

/** The styles of the fields of a form that are not written in the usual one. */
function stylesOf(encoding: readonly PartEncoding[]): readonly Code[] {
  return encoding.flatMap((part) => {
    const wrapper = wrapperOf(part);
    return wrapper === undefined ? [] : [code`${memberName(part.field)}: ${runtimeValue(wrapper)}`];
  });
}

function wrapperOf({
  style = "form",
  explode = style === "form",
}: PartEncoding): "deepObject" | "spaceDelimited" | "pipeDelimited" | "formJoined" | undefined {
  if (style === "deepObject") return style;
  if (explode) return undefined;
  return style === "spaceDelimited" || style === "pipeDelimited" ? style : "formJoined";
}

/** A further argument, where there is anything in it. */
function listed(members: readonly Code[]): Code {
  return members.length === 0 ? code`` : code`, { ${join(members, code`, `)} }`;
}

/** How the reply is read, where JSON is not meant. */
function reading(types: Types, { output }: Operation): readonly (readonly [string, Code | undefined])[] {
  const accept = output.accept.join(", ");
  const stated = accept === "" || accept === "application/json" ? undefined : quoted(accept);
  const readers = {
    json: undefined,
    none: "readNothing",
    text: "readText",
    form: "readText",
    binary: "readBytes",
    multipart: "readBytes",
    events: "readEvents",
    lines: "readLines",
  } as const;
  const reader = output.orText === true ? "readJsonOrText" : readers[output.kind];
  return [
    ["accept", stated],
    ["reply", readingBigInts(types, output, reader) ?? (reader === undefined ? undefined : runtimeValue(reader))],
  ];
}

/** How a reply is read whose integers are to keep all their digits; nothing where there are none. */
function readingBigInts(
  types: Types,
  { kind, type }: Output,
  reader: Parameters<typeof runtimeValue>[0] | undefined,
): Code | undefined {
  const places = bigIntPlaces(types, type);
  if (places === undefined) return undefined;
  if (kind === "json" && reader === undefined)
    return code`(reply) => ${runtimeValue("readLosslessJson")}(reply, ${places})`;
  if (reader !== "readJsonOrText" && reader !== "readEvents" && reader !== "readLines") return undefined;
  return code`(reply) => ${runtimeValue(reader)}(reply, (text) => ${runtimeValue("parseLosslessJson")}(text, ${places}))`;
}

/** Whether two lists ask for the same credentials. Scopes are the server's affair. */
function areAlike(one: readonly SecurityAlternative[], other: readonly SecurityAlternative[]): boolean {
  return securityOf(one).text === securityOf(other).text;
}

/** The names of the credentials that are needed: alternatives of sets. */
export function securityOf(alternatives: readonly SecurityAlternative[]): Code {
  return literal(alternatives.map(({ credentials }) => credentials.map(({ credential }) => credential)));
}
