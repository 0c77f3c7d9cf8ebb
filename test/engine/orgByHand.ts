import type { Application } from "../../sandbox/world";
import type { Sandboxed } from "../provider/sandboxed";
import { groupId, userId } from "./declared";

/** An app as the console makes it, with an OAuth client that a person filled in. */
async function addByHand(
  world: Sandboxed,
  role: "requesting" | "resource",
  label: string,
  clientId = "",
): Promise<Application> {
  const app = await world.addApp(role, label);
  if (role === "requesting") {
    app.app.sandboxClientId = clientId;
    app.app.sandboxSignTokens = true;
    app.oauthClient.redirect_uris = [`http://127.0.0.1/${clientId}`];
    app.oauthClient.grant_types = ["refresh_token", "authorization_code"];
    app.credentials.oauthClient.token_endpoint_auth_method = "client_secret_post";
  }
  return app;
}

/** Three clients and Context7, set up in the console of acme by three people over a year. */
export interface OrgByHand {
  context7: Application;
  claude: Application;
  vscode: Application;
  codex: Application;
}

export const ODD_GROUP = "R&D / “Tools” :: (EU) ñ";

export async function setUpByHand(world: Sandboxed): Promise<OrgByHand> {
  const { acme } = world;
  const context7 = await addByHand(world, "resource", "Context7");
  const claude = await addByHand(world, "requesting", "Claude Code", "claude-at-context7");
  claude.oauthClient.network = { connection: "ZONE", include: ["nzoOffices"] };
  const vscode = await addByHand(world, "requesting", "VS Code", "vscode-at-context7");
  const codex = await addByHand(world, "requesting", "Codex", "codex-at-context7");
  const id = `00gOdd${"0".repeat(14)}`;
  acme.groups.set(id, {
    id,
    name: ODD_GROUP,
    description: "",
    type: "OKTA_GROUP",
    members: new Set(),
  });
  assign(world, context7, ["Engineering", "Eng-Contractors", ODD_GROUP], ["dev.one", "designer"]);
  assign(world, claude, ["Engineering", "Eng-Contractors", ODD_GROUP], ["designer", "dev.one"]);
  assign(world, vscode, [ODD_GROUP], ["dev.one"]);
  // Design may use Codex, but not Context7: nobody there gets an ID-JAG.
  assign(world, codex, ["Engineering", "Design"], []);
  connect(world, claude, context7, "ACTIVE");
  connect(world, vscode, context7, "ACTIVE");
  connect(world, codex, context7, "INACTIVE");
  return { context7, claude, vscode, codex };
}

export function assign(
  world: Sandboxed,
  app: Application,
  groups: string[],
  people: string[],
): void {
  const at = "2025-11-03T10:00:00.000Z";
  // Priorities as they are after groups were added and taken away again.
  groups.forEach((name, index) => {
    app.groups.set(groupId(world, name), { priority: 3 * index + 2, lastUpdated: at });
  });
  for (const person of people) {
    const login = `${person}@acme.example`;
    app.users.set(userId(world, login), { userName: login, created: at });
  }
}

export function connect(
  { acme }: Sandboxed,
  requesting: Application,
  resource: Application,
  status: "ACTIVE" | "INACTIVE",
): void {
  const at = "2025-11-03T10:00:00.000Z";
  const id = `cwo${requesting.id.slice(3)}`;
  acme.connections.set(id, {
    id,
    requestingAppInstanceId: requesting.id,
    resourceAppInstanceId: resource.id,
    status,
    created: at,
    lastUpdated: at,
  });
}
