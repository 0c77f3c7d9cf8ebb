import { isAbsolute, normalize } from "node:path";
import { at, type InputMistake } from "./inputErrors";
import { VerifierKind, type VerifierSettings } from "./verifierArgs";

/** What else bears on whether the settings fit. */
export interface VerifierSurroundings {
  /** Keys of the requesting apps. */
  clients: string[];
  /** The client ID that the stack itself signs in to Okta with. */
  deployClientId?: string;
}

/** Pods unless told otherwise: one may go, be it by a roll-out or with its node. */
export const DEFAULT_REPLICAS = 2;

/** What the live flow's client proves itself by, at Okta and at Context7: the one or the other. */
const LIVE_PROOFS = [
  ["privateKey", "clientSecret"],
  ["privateKeyAtResource", "clientSecretAtResource"],
] as const;

/** The mistakes that can be seen without asking anybody; `path` is where the settings stand. */
export function verifierMistakes(
  args: VerifierSettings,
  path: string,
  { clients, deployClientId }: VerifierSurroundings,
): InputMistake[] {
  const mistakes: InputMistake[] = [];
  const add = (property: string, reason: string) =>
    mistakes.push({ propertyPath: at(path, property), reason });

  const kinds = Object.values(VerifierKind);
  if (!kinds.includes(args.kind)) {
    add("kind", `is none of ${kinds.map((kind) => `\`${kind}\``).join(", ")}.`);
  }
  for (const kind of [VerifierKind.Process, VerifierKind.Kubernetes] as const) {
    if (args[kind] === undefined || args.kind === kind) continue;
    add(kind, `belongs to kind \`${kind}\`, but \`kind\` is \`${args.kind}\`; leave it out.`);
  }
  if (args.okta && deployClientId !== undefined && args.okta.clientId === deployClientId) {
    add(
      "okta.clientId",
      "is the client that deploys the stack (okta:clientId). Whoever gets into the verifier must not be able " +
        "to change the org: make it an API service app of its own, with read scopes (node_modules/context7-ema/docs/permissions.md).",
    );
  }
  if (args.live && !clients.includes(args.live.client)) {
    const known = clients.map((key) => `\`${key}\``).join(", ") || "none is declared";
    add("live.client", `names none of the requesting apps: ${known}.`);
  }
  for (const [key, other] of LIVE_PROOFS) {
    if (!args.live?.[key] || !args.live[other]) continue;
    add(`live.${key}`, `does not go with \`${other}\`, which is set as well; keep one of the two.`);
  }
  if (typeof args.proxyUrl === "string" && !isPlainProxy(args.proxyUrl)) {
    add("proxyUrl", "must be like http://proxy.acme.example:3128, without user name and password.");
  }
  if (args.kind === VerifierKind.Process) processMistakes(args, add);
  if (args.kind === VerifierKind.Kubernetes) kubernetesMistakes(args, add);
  return mistakes;
}

type Add = (property: string, reason: string) => void;

function processMistakes({ process = {}, bearerKey }: VerifierSettings, add: Add): void {
  const { port = 8484, folder, listenAddress } = process;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    add("process.port", "is no port; 1 to 65535.");
  }
  if (folder !== undefined && !isAbsolute(folder) && /^(\.\.|\.?$)/.test(normalize(folder))) {
    add("process.folder", "leads out of the folder for the state of programs; give it absolute.");
  }
  const isOpen = typeof listenAddress === "string" && !isLoopback(listenAddress);
  if (isOpen && !bearerKey) {
    add(
      "bearerKey",
      `is missing: on ${listenAddress} others than this host reach the verifier. openssl rand -hex 32`,
    );
  }
}

function kubernetesMistakes(args: VerifierSettings, add: Add): void {
  const { kubernetes, bearerKey, redisUrl, live } = args;
  if (!kubernetes?.image) {
    const lines =
      "node_modules/context7-ema/docs/deployment.md has the lines that build and push it.";
    add("kubernetes.image", `is missing; no image is published. ${lines}`);
  }
  if (!bearerKey) {
    const reason = "is missing: other pods reach the verifier. openssl rand -hex 32";
    add("bearerKey", reason);
  }
  const replicas = kubernetes?.replicas ?? DEFAULT_REPLICAS;
  if (!Number.isInteger(replicas) || replicas < 1) {
    add("kubernetes.replicas", "must be a whole number, at least 1.");
  } else if (replicas > 1 && !redisUrl) {
    add(
      "kubernetes.replicas",
      `is ${replicas}, and \`redisUrl\` is missing: each pod would accept an ID-JAG that another one has ` +
        "seen. Set `redisUrl`, or `replicas: 1`.",
    );
  }
  if (live) {
    add(
      "live",
      "does not go with kind `kubernetes`: Okta may rotate the refresh token at each use, and pods have no " +
        "file in common to keep it in. Run `context7-ema flow` from a scheduled job, or use kind `process`.",
    );
  }
}

/** As the verifier sees it: the whole of 127.0.0.0/8 is its own host (RFC 1122 §3.2.1.3). */
function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127(?:\.\d{1,3}){3}$/.test(address);
}

function isPlainProxy(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password;
}
