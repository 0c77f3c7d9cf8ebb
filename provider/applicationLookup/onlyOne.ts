import type { ProviderConfig } from "../credentials";
import { ExplainedError } from "../explainedError";
import { type OktaClient, oktaClient } from "../okta/client";
import { type Application, listCatalogApplications, named } from "../okta/objects";
import { OAUTH_APP } from "../typeTokens";
import { sameApp } from "./lookup";

// Okta takes any number of apps with one label, and `POST /apps` has no idempotency key. An answer that
// is lost leaves an app which no state knows: the engine would make another in the next run, and the
// Okta plugin does so in the same one, as it repeats a POST without an answer.

/** An app that the engine creates from the catalog. */
export interface NewApplication {
  catalogKey: string;
  label: string;
  /** Given for a resource app, of which an org can have one per issuer URL. */
  issuerUrl?: string;
}

/** Where it stands in the stack. */
export interface Place {
  name: string;
  /** URN of the component that it is a part of. */
  parentUrn: string;
  /** URN of its explicit provider. */
  providerUrn?: string;
}

/**
 * To be called before an app is created.
 *
 * @throws ExplainedError if the org has it already, with the command that adopts it.
 */
export async function refuseSecond(
  config: ProviderConfig,
  wanted: NewApplication,
  place: Place,
): Promise<void> {
  const okta = oktaClient(config);
  const there = sameApp(await currentApps(okta, wanted.catalogKey), wanted);
  if (there) throw new ExplainedError(orphanText(okta.orgUrl, there, place));
}

/**
 * To be called once an app has been created.
 *
 * @param id the app that the state knows.
 * @throws ExplainedError if the org has another like it.
 */
export async function refuseTwins(
  config: ProviderConfig,
  { catalogKey, label }: NewApplication,
  id: string,
): Promise<void> {
  const okta = oktaClient(config);
  const others = (await currentApps(okta, catalogKey)).filter((app) => app.id !== id);
  const twin = sameApp(others, { catalogKey, label });
  if (twin) throw new ExplainedError(twinText(okta.orgUrl, twin, id));
}

function orphanText(orgUrl: string, there: Application, place: Place): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const { name, parentUrn, providerUrn } = place;
  const command = [
    `pulumi import ${OAUTH_APP} ${quoted(name)} ${there.id}`,
    `--parent ${quoted(`parent=${parentUrn}`)}`,
    ...(providerUrn ? [`--provider ${quoted(`okta=${providerUrn}`)}`] : []),
    "--protect=false --generate-code=false --yes",
  ];
  return (
    `${orgUrl} already has the app ${named(there)} of the integration ${there.name}, and ` +
    "a second one is not made. Most likely a run was cut off after Okta had made it and before this " +
    "stack's state had it. To adopt it as this stack's own, run this, and then again what you ran:\n" +
    `  ${command.join(" ")}\n` +
    `If it is not this stack's, choose another label, or use it as it is, existing: { id: "${there.id}" }. ` +
    "To make it anew, delete it in the Admin Console first."
  );
}

function twinText(orgUrl: string, twin: Application, id: string): string {
  return (
    `${orgUrl} has the app “${twin.label}” twice: ${id}, which this stack has just made, and ${twin.id}. ` +
    "Either the answer to a first request was lost, and the Okta plugin sent it again; then delete " +
    `${twin.id} (Admin Console → Applications → “${twin.label}” with that client ID → Deactivate, Delete) ` +
    "and run again. Or another stack made it at the same moment; then give one of them another label."
  );
}

const lists = new Map<string, () => Promise<Application[]>>();

/** The apps of an integration as of now; whoever asks before the question is sent shares the answer. */
function currentApps(okta: OktaClient, catalogKey: string): Promise<Application[]> {
  const key = JSON.stringify([okta.orgUrl, catalogKey]);
  const list = lists.get(key) ?? shared(() => listCatalogApplications(okta, catalogKey));
  lists.set(key, list);
  return list();
}

/** Runs `work` one at a time, each run for all calls that came before it began. */
export function shared<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    next ??= running.then(() => {
      next = undefined;
      const result = work();
      running = result.catch(() => {});
      return result;
    });
    return next;
  };
}
