import { appMissingRemedy } from "../applicationLookup/guidance";
import type { ProviderConfig } from "../credentials";
import { featureRemedy } from "../crossAppAccessFeature/guidance";
import { CROSS_APP_ACCESS } from "../crossAppAccessFeature/schema";
import { ExplainedError } from "../explainedError";
import { type OktaClient, oktaClient } from "../okta/client";
import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  saysNotOffered,
  updateConnection,
} from "../okta/connections";
import { ifThere, isNotFound, OktaApiError } from "../okta/error";
import { type Connection, getApplication, listFeatures } from "../okta/objects";
import { tell } from "../terminal";
import { connectionApps, connectionRemedy } from "./guidance";
import { ConnectionStatus, type Inputs, type State } from "./schema";

type Pair = Pick<Inputs, "requestingAppId" | "resourceAppId">;

/** Makes the connection, or adopts the one that is there. */
export async function connect(config: ProviderConfig, wanted: Inputs): Promise<State> {
  const okta = oktaClient(config);
  const found = await findConnection(okta, wanted);
  if (found) return outcome(wanted, await bring(okta, found, wanted), true);
  try {
    return outcome(wanted, await post(okta, wanted), false);
  } catch (error) {
    if (!(error instanceof OktaApiError)) throw error;
    // A POST is not sent twice: after a lost answer, the list tells whether it was carried out. A
    // refusal may mean that somebody else was faster.
    const lost = error.status === 0 || error.status >= 500;
    if (!lost && error.status !== 400 && error.status !== 409) throw error;
    const there = await findConnection(okta, wanted);
    if (!there) throw error;
    return outcome(wanted, await bring(okta, there, wanted), !lost);
  }
}

/** @throws OktaApiError; 404 if somebody removed the connection. */
export async function setStatus(
  config: ProviderConfig,
  known: State,
  wanted: Inputs,
): Promise<State> {
  const okta = oktaClient(config);
  const { connectionId } = known;
  if (connectionId === undefined) return connect(config, wanted);
  if (known.status === wanted.status) return { ...known, ...wanted };
  const { requestingAppId, status } = wanted;
  const changed = await orGone(okta, wanted, () =>
    updateConnection(okta, requestingAppId, connectionId, status),
  );
  return outcome(wanted, changed, known.adopted);
}

/**
 * While Cross App Access is switched off, Okta does not show connections. Where this stack keeps the
 * feature on, that is the feature's drift: failing here would keep `up --refresh` from repairing it.
 *
 * @returns `undefined` if the connection, or the requesting app, is gone.
 */
export async function readConnection(
  config: ProviderConfig,
  known: State,
): Promise<State | undefined> {
  const okta = oktaClient(config);
  try {
    return await readLive(okta, known);
  } catch (error) {
    if (!known.featureManaged || !(await isFeatureOff(okta))) throw error;
    tell(
      config,
      `The connection from ${known.requestingAppId} to ${known.resourceAppId} was not read: ` +
        `“${CROSS_APP_ACCESS}” is switched off in ${okta.orgUrl}.`,
    );
    return known;
  }
}

async function isFeatureOff(okta: OktaClient): Promise<boolean> {
  const features = await listFeatures(okta);
  return features.some(({ name, status }) => name === CROSS_APP_ACCESS && status === "DISABLED");
}

async function readLive(okta: OktaClient, known: State): Promise<State | undefined> {
  const { requestingAppId, connectionId } = known;
  if (connectionId === undefined) return undefined;
  try {
    const live = await orGone(okta, known, () =>
      getConnection(okta, requestingAppId, connectionId),
    );
    return { ...known, status: statusOf(live), observable: true };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    // "Deleted" only if the API is there to say so.
    await connectionsOf(okta, known);
    return undefined;
  }
}

export async function disconnect(config: ProviderConfig, known: State): Promise<void> {
  const { requestingAppId, resourceAppId, connectionId } = known;
  if (connectionId === undefined) return;
  if (known.adopted && !known.deleteAdopted) {
    tell(
      config,
      `The connection from ${requestingAppId} to ${resourceAppId} stays: it was there before this ` +
        "stack. deleteAdopted: true deletes it.",
    );
    return;
  }
  const okta = oktaClient(config);
  await ifThere(orGone(okta, known, () => deleteConnection(okta, requestingAppId, connectionId)));
}

async function findConnection(okta: OktaClient, pair: Pair): Promise<Connection | undefined> {
  const connections = await connectionsOf(okta, pair);
  if (!connections) {
    throw new ExplainedError(
      `The requesting app ${pair.requestingAppId} is not there in ${okta.orgUrl}. ` +
        appMissingRemedy("requesting"),
    );
  }
  return connections.find(
    (connection) =>
      connection.requestingAppInstanceId === pair.requestingAppId &&
      connection.resourceAppInstanceId === pair.resourceAppId,
  );
}

/**
 * All connections of the requesting app.
 *
 * @returns `undefined` if the app is gone, and its connections with it.
 * @throws ExplainedError if the API is gone.
 */
async function connectionsOf(okta: OktaClient, pair: Pair): Promise<Connection[] | undefined> {
  const { requestingAppId } = pair;
  try {
    return await orGone(okta, pair, () => listConnections(okta, requestingAppId));
  } catch (error) {
    if (!isNotFound(error)) throw error;
    if (!(await ifThere(getApplication(okta, requestingAppId)))) return undefined;
    throw gone(okta, pair, error);
  }
}

async function orGone<T>(okta: OktaClient, pair: Pair, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OktaApiError && saysNotOffered(error)) throw gone(okta, pair, error);
    throw error;
  }
}

function gone({ orgUrl }: OktaClient, pair: Pair, error: OktaApiError): ExplainedError {
  const { method, path, status, errorCode } = error;
  const { requesting, resource } = connectionApps(pair);
  return new ExplainedError(
    `${orgUrl} does not offer the Cross App Access connections API: ${method} ${path} answered ` +
      `${[status, errorCode].join(" ").trim()}. Either Cross App Access is off, or Okta has removed the API, ` +
      "as announced in July 2026. Nothing was changed, in Okta or in the state. If the feature is off: " +
      `${featureRemedy(CROSS_APP_ACCESS)} Without the API, set connection.management to guided and add the ` +
      `connection: ${connectionRemedy(requesting, resource)} Or rebuild it with Okta for AI Agents.`,
  );
}

function post(okta: OktaClient, wanted: Inputs): Promise<Connection> {
  return createConnection(okta, {
    requestingAppInstanceId: wanted.requestingAppId,
    resourceAppInstanceId: wanted.resourceAppId,
    status: wanted.status,
  });
}

async function bring(okta: OktaClient, found: Connection, wanted: Inputs): Promise<Connection> {
  return found.status === wanted.status
    ? found
    : updateConnection(okta, wanted.requestingAppId, found.id, wanted.status);
}

function outcome(wanted: Inputs, live: Connection, adopted: boolean): State {
  const status = statusOf(live);
  return { ...wanted, status, connectionId: live.id, adopted, observable: true };
}

function statusOf({ status }: Connection): ConnectionStatus {
  return status === "ACTIVE" ? ConnectionStatus.Active : ConnectionStatus.Inactive;
}
