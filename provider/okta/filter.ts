// Okta's `filter` expressions ("Filter" in "Core Okta API"): attributes, `eq`, `or`, strings as in JSON.

/** An attribute that has one of some values. */
export function anyOf(attribute: string, values: readonly string[]): string {
  return values.map((value) => `${attribute} eq ${JSON.stringify(value)}`).join(" or ");
}
