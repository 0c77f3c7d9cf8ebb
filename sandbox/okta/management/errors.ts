import { newId } from "../identifiers";

/** The body of every refusal of the management API. */
export interface OktaErrorBody {
  errorCode: string;
  errorSummary: string;
  errorLink: string;
  errorId: string;
  errorCauses: { errorSummary: string }[];
}

/** A refusal, thrown by routes and turned into a response by the API's error handler. */
export class OktaError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly summary: string,
    readonly causes: string[] = [],
  ) {
    super(`${code} ${summary}`);
  }

  body(): OktaErrorBody {
    return {
      errorCode: this.code,
      errorSummary: this.summary,
      errorLink: this.code,
      errorId: newId("oae"),
      errorCauses: this.causes.map((errorSummary) => ({ errorSummary })),
    };
  }
}

// Codes, statuses and texts: https://developer.okta.com/docs/reference/error-codes/

/** @param object what was wrong, e.g. `label`; each cause is a sentence about one field of it */
export const validationFailed = (object: string, ...causes: string[]) =>
  new OktaError(400, "E0000001", `Api validation failed: ${object}`, causes);

export const bodyNotWellFormed = () =>
  new OktaError(400, "E0000003", "The request body was not well-formed.");

/** Also the answer to a token whose role or scopes do not allow the request. */
export const permissionDenied = () =>
  new OktaError(403, "E0000006", "You do not have permission to perform the requested action");

/** @param kind Okta's own name of the type, e.g. `AppInstance`, `UserGroup` */
export const notFound = (id: string, kind: string) =>
  new OktaError(404, "E0000007", `Not found: Resource not found: ${id} (${kind})`);

export const internalError = () => new OktaError(500, "E0000009", "Internal Server Error");

export const invalidToken = () => new OktaError(401, "E0000011", "Invalid token provided");

export const featureOff = () =>
  new OktaError(
    401,
    "E0000015",
    "You do not have permission to access the feature you are requesting",
  );

export const mediaTypeUnsupported = () =>
  new OktaError(
    400,
    "E0000021",
    "Bad request.  Accept and/or Content-Type headers likely do not match supported values.",
  );

export const methodUnsupported = () =>
  new OktaError(405, "E0000022", "The endpoint does not support the provided HTTP method");

export const invalidSearch = (cause: string) =>
  new OktaError(400, "E0000031", "Invalid search criteria.", [cause]);

export const tooManyRequests = () =>
  new OktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");

export const deletionForbidden = () =>
  new OktaError(403, "E0000056", "Delete application forbidden.", [
    "The application must be deactivated before deletion.",
  ]);
