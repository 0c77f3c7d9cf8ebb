/** One resource of a stack's state that this package put there. Secrets in it are still encrypted. */
export interface DeclaredResource {
  readonly urn: string;
  /** Pulumi's type token: `okta:app/oAuth:OAuth`, `pulumi-nodejs:dynamic/context7-ema:TeamspaceEma`. */
  readonly type: string;
  /** The URN's last part, the same in every environment of one program: `context7-claude-code`. */
  readonly name: string;
  /** The provider's id of the object. */
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Reference of the provider it is managed through, `urn::id`. */
  readonly provider: string;
  /** Whether Pulumi refuses to delete it, and to take it out of the state without `--force`. */
  readonly isProtected?: boolean;
}

/** What a stack declares of Enterprise-Managed Auth, as its state has it. */
export interface DeclaredStack {
  /** The stack's name as it was given, e.g. `prod`. */
  readonly stack: string;
  readonly project: string;
  /** Only resources below this package's components, and the dynamic ones of its own. */
  readonly resources: readonly DeclaredResource[];
}
