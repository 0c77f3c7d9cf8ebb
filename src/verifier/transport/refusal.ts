import { FetchRefusal } from "../../idjag/request";

/** Why the transport did not carry out a request, or broke it off. */
export type TransportRefusalCode =
  | "HOST_NOT_CONFIGURED"
  | "NOT_HTTPS"
  | "ADDRESS_NOT_PUBLIC"
  | "ANSWER_TOO_LARGE"
  | "ANSWER_TOO_SLOW"
  | "ANSWER_COMPRESSED";

/** The transport's one error. `code` is in the form of Node's own, so that callers that show codes show it. */
export class TransportRefusal extends FetchRefusal {
  override name = "TransportRefusal";

  constructor(
    readonly code: TransportRefusalCode,
    message: string,
  ) {
    super(message);
  }
}
