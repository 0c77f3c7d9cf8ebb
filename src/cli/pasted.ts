import { z } from "zod";

/** What somebody pasted, recognised. */
export type Pasted =
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "error";
      /** The OAuth code; absent where only its text was pasted. */
      readonly error?: string;
      readonly description?: string;
      /** HTTP status, where the answer's first line was pasted too. */
      readonly status?: number;
    }
  | { readonly kind: "nothing" };

const oauthError = z.object({ error: z.string().min(1), error_description: z.string().optional() });
const oktaError = z.object({ errorCode: z.string().min(1), errorSummary: z.string().optional() });
// The MCP server's 401: JSON-RPC 2.0 §5.1.
const rpcError = z.object({ error: z.object({ message: z.string() }) });
const tokenFields = ["assertion", "access_token", "id_token"] as const;

/** A signed JWT in a text: three parts, the first two JSON objects in base64url. */
const TOKEN = /\beyJ[\w-]*\.eyJ[\w-]*\.[\w-]+/;

/**
 * Recognises a token or an error in what people copy: the bare token or code, a JSON answer with or
 * without its HTTP head, a redirect's address, a form body, a WWW-Authenticate header, a log line.
 */
export function recognise(input: string): Pasted {
  const text = input.trim();
  const status = Number(/^HTTP\/[\d.]+ (\d{3})/.exec(text)?.[1]) || undefined;
  return (
    fromJson(text, status) ?? fromToken(text) ?? fromParameters(text, status) ?? fromText(text)
  );
}

function fromJson(text: string, status: number | undefined): Pasted | undefined {
  const json = parseObject(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  if (json === undefined) return undefined;
  const oauth = oauthError.safeParse(json).data;
  if (oauth) {
    return { kind: "error", error: oauth.error, description: oauth.error_description, status };
  }
  const okta = oktaError.safeParse(json).data;
  if (okta) return { kind: "error", error: okta.errorCode, description: okta.errorSummary, status };
  const rpc = rpcError.safeParse(json).data;
  if (rpc) return { kind: "error", description: rpc.error.message, status: status ?? 401 };
  const token = tokenFields.map((field) => json[field]).find((value) => typeof value === "string");
  return token === undefined ? undefined : { kind: "token", token: token as string };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function fromToken(text: string): Pasted | undefined {
  const bare = text.replace(/^(?:authorization:\s*)?bearer\s+/i, "").replace(/^["']|["']$/g, "");
  // As it is, however wrong: what is wrong about it is the question.
  if (/^[\w-]{10,}(?:\.[\w=+/-]*){2,4}$/.test(bare)) return { kind: "token", token: bare };
  const found = TOKEN.exec(text)?.[0];
  return found === undefined ? undefined : { kind: "token", token: found };
}

/** `error=…&error_description=…` in an address or a body; `error="…"` in a header. */
function fromParameters(text: string, status: number | undefined): Pasted | undefined {
  const inHeader = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1];
  const quoted = inHeader("error");
  if (quoted) {
    return { kind: "error", error: quoted, description: inHeader("error_description"), status };
  }
  const query = /(?:^|[?#&])((?:error|error_description)=[^\s]*)/.exec(text)?.[1];
  const parameters = new URLSearchParams(query ?? "");
  const error = parameters.get("error") ?? undefined;
  const description = parameters.get("error_description") ?? undefined;
  return error || description ? { kind: "error", error, description, status } : undefined;
}

/** `invalid_target: The resource app …`, a code alone, or a text alone. */
function fromText(text: string): Pasted {
  const line = text.replace(/\s+/g, " ");
  const parts = /\b([a-z]+(?:_[a-z]+)+|E0\d{6})\b\s*[:,–—(-]*\s*(.*?)\)?$/.exec(line);
  // A quoted name at the start, such as 'subject_token' is invalid, is text and no code.
  const isCode = parts && !/^['"`]/.test(line) && parts.index < 40;
  if (isCode) {
    return { kind: "error", error: parts[1], description: parts[2] || undefined };
  }
  return line.length > 0 && /[a-z]{3}/i.test(line)
    ? { kind: "error", description: line }
    : { kind: "nothing" };
}
