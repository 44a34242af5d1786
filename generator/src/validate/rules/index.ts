import { badDiscriminator } from "./bad-discriminator.js";
import { badEnum } from "./bad-enum.js";
import { badExample } from "./bad-example.js";
import { badExtension, misspeltExtension } from "./extensions.js";
import { badOperationName, operationWithoutVerb } from "./operation-names.js";
import { badParameterName } from "./parameter-names.js";
import { badPath } from "./bad-path.js";
import { badRegex } from "./bad-regex.js";
import { badRequired } from "./bad-required.js";
import { badSchemaName } from "./schema-names.js";
import { badSchemaType } from "./bad-schema-type.js";
import { badServerUrl } from "./bad-server-url.js";
import { badStatus } from "./bad-status.js";
import { badValue } from "./bad-value.js";
import { duplicateOperationId } from "./duplicate-operation-id.js";
import { duplicateParameter } from "./duplicate-parameter.js";
import { duplicatePath } from "./duplicate-path.js";
import { missingMember } from "./missing-member.js";
import { namesDifferByCase } from "./names-differ-by-case.js";
import { pathParameterNotInTemplate, pathParameterNotRequired, pathParameterUndeclared } from "./path-parameters.js";
import { unknownMember } from "./unknown-member.js";
import { unknownSecurityScheme } from "./unknown-security-scheme.js";
import { wrongRefKind } from "./wrong-ref-kind.js";
import { wrongType } from "./wrong-type.js";
import type { Rule } from "../rule.js";

/** Every rule. The order does not matter: what they find is sorted by place. */
export const rules: readonly Rule[] = [
  wrongType,
  missingMember,
  unknownMember,
  badValue,
  wrongRefKind,
  duplicateOperationId,
  duplicateParameter,
  duplicatePath,
  badPath,
  pathParameterUndeclared,
  pathParameterNotInTemplate,
  pathParameterNotRequired,
  unknownSecurityScheme,
  badServerUrl,
  badStatus,
  badSchemaType,
  badEnum,
  badDiscriminator,
  badExample,
  badRegex,
  badRequired,
  badExtension,
  misspeltExtension,
  badOperationName,
  operationWithoutVerb,
  badSchemaName,
  badParameterName,
  namesDifferByCase,
];
