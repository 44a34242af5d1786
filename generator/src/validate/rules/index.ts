import { badDiscriminator } from "./bad-discriminator.js";
import { badEnum } from "./bad-enum.js";
import { badExample } from "./bad-example.js";
import { badExtension } from "./bad-extension.js";
import { badOperationName } from "./bad-operation-name.js";
import { badParameterName } from "./bad-parameter-name.js";
import { badPath } from "./bad-path.js";
import { badRegex } from "./bad-regex.js";
import { badRequired } from "./bad-required.js";
import { badSchemaName } from "./bad-schema-name.js";
import { badSchemaType } from "./bad-schema-type.js";
import { badServerUrl } from "./bad-server-url.js";
import { badStatus } from "./bad-status.js";
import { badValue } from "./bad-value.js";
import { duplicateOperationId } from "./duplicate-operation-id.js";
import { duplicateParameter } from "./duplicate-parameter.js";
import { duplicatePath } from "./duplicate-path.js";
import { longFile } from "./long-file.js";
import { missingDescription } from "./missing-description.js";
import { missingErrorReply } from "./missing-error-reply.js";
import { missingMember } from "./missing-member.js";
import { missingOperationId } from "./missing-operation-id.js";
import { missingSecurity } from "./missing-security.js";
import { misspeltExtension } from "./misspelt-extension.js";
import { namesDifferByCase } from "./names-differ-by-case.js";
import { operationWithoutVerb } from "./operation-without-verb.js";
import { pathParameterNotInTemplate } from "./path-parameter-not-in-template.js";
import { pathParameterNotRequired } from "./path-parameter-not-required.js";
import { pathParameterUndeclared } from "./path-parameter-undeclared.js";
import { undescribedEnum } from "./undescribed-enum.js";
import { unfitBigint } from "./unfit-bigint.js";
import { unfitLifecycle } from "./unfit-lifecycle.js";
import { unfitPageSize } from "./unfit-page-size.js";
import { unfitResource } from "./unfit-resource.js";
import { unfitWaiter } from "./unfit-waiter.js";
import { unknownMember } from "./unknown-member.js";
import { unknownScope } from "./unknown-scope.js";
import { unknownSecurityScheme } from "./unknown-security-scheme.js";
import { unusedComponent } from "./unused-component.js";
import { wrongRefKind } from "./wrong-ref-kind.js";
import { wrongType } from "./wrong-type.js";
import type { Rule } from "../rule.js";

/** Every rule. The order does not matter: what they find is sorted by place. */
export const rules: readonly Rule[] = [
  badDiscriminator,
  badEnum,
  badExample,
  badExtension,
  badOperationName,
  badParameterName,
  badPath,
  badRegex,
  badRequired,
  badSchemaName,
  badSchemaType,
  badServerUrl,
  badStatus,
  badValue,
  duplicateOperationId,
  duplicateParameter,
  duplicatePath,
  longFile,
  missingDescription,
  missingErrorReply,
  missingMember,
  missingOperationId,
  missingSecurity,
  misspeltExtension,
  namesDifferByCase,
  operationWithoutVerb,
  pathParameterNotInTemplate,
  pathParameterNotRequired,
  pathParameterUndeclared,
  undescribedEnum,
  unfitBigint,
  unfitLifecycle,
  unfitPageSize,
  unfitResource,
  unfitWaiter,
  unknownMember,
  unknownScope,
  unknownSecurityScheme,
  unusedComponent,
  wrongRefKind,
  wrongType,
];
