import { issuerRefusal } from "../../provider/okta/issuer";
import { peopleMistakes } from "./assignmentPlan";
import type { EnterpriseManagedAuthArgs } from "./enterpriseManagedAuthArgs";
import type { InputMistake } from "./inputErrors";
import { requestingAppMistakes } from "./requestingApp";
import { resourceAppMistakes } from "./resourceApp";
import { verifierMistakes } from "./verifierMistakes";

/** Keys go into resource names, and names into URNs. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * Every mistake that can be seen in the arguments without asking Okta or Context7. Values that are
 * known only later (outputs) are checked by the resources that take them.
 *
 * @param deployClientId the client ID that the stack itself signs in to Okta with.
 */
export function enterpriseManagedAuthMistakes(
  args: EnterpriseManagedAuthArgs,
  deployClientId?: string,
): InputMistake[] {
  const mistakes: InputMistake[] = [];
  if (!args.resourceApp) {
    const reason = "is missing: Context7 as Okta knows it, by `existing` or `catalog`.";
    mistakes.push({ propertyPath: "resourceApp", reason });
  } else {
    mistakes.push(...resourceAppMistakes(args.resourceApp, "resourceApp"));
  }
  if (!args.requestingApps) {
    const reason = "is missing: the MCP clients by a key of your choice; `{}` for none yet.";
    mistakes.push({ propertyPath: "requestingApps", reason });
  }
  for (const [key, declaration] of Object.entries(args.requestingApps ?? {})) {
    const path = `requestingApps.${key}`;
    if (!KEY.test(key)) {
      const reason = "the key may hold letters, digits, `-` and `_`; it goes into resource names.";
      mistakes.push({ propertyPath: path, reason });
    }
    mistakes.push(...requestingAppMistakes(declaration, path));
    mistakes.push(...peopleMistakes(declaration.assignments ?? {}, `${path}.assignments`));
  }
  mistakes.push(...peopleMistakes(args.assignments ?? {}, "assignments"));
  if (typeof args.issuer === "string") {
    const reason = issuerRefusal(args.issuer);
    if (reason) mistakes.push({ propertyPath: "issuer", reason });
  }
  mistakes.push(...teamspaceMistakes(args));
  if (args.verifier) {
    const clients = Object.keys(args.requestingApps ?? {});
    mistakes.push(...verifierMistakes(args.verifier, "verifier", { clients, deployClientId }));
  }
  return mistakes;
}

function teamspaceMistakes(args: EnterpriseManagedAuthArgs): InputMistake[] {
  const { management, settingsUrl } = args.teamspace ?? {};
  if (management === "api" && !settingsUrl) {
    const reason =
      "is missing: `management: api` needs the address of a settings document. Context7 offers none " +
      "today; without one use `management: guided`.";
    return [{ propertyPath: "teamspace.settingsUrl", reason }];
  }
  return [];
}
