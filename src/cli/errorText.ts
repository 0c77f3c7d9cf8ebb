import { type ErrorMeaning, explainError, LEG_TITLES, type PastedError } from "./explainError";
import { indented, type Layout, labelled, paint, wrap } from "./layout";

/** What an error means, for a person. */
export function errorText(meanings: readonly ErrorMeaning[], layout: Layout): string {
  const width = layout.width - 2;
  return meanings
    .map(({ leg, tag, summary, remedy, source }) => {
      const lines = [
        ...wrap(summary, width),
        labelled("remedy", remedy, 10, width),
        labelled("source", source, 10, width),
        labelled("tag", tag, 10, width),
      ];
      return `${paint(layout, "bold", LEG_TITLES[leg])}\n${indented(lines.join("\n"), 2)}`;
    })
    .join("\n\n");
}

/** A refused sign-in, with the same texts. */
export function signInRefusalText(
  refused: { error: string; errorDescription?: string; status?: number },
  target: Parameters<typeof explainError>[1]["target"],
  layout: Layout,
): string {
  const { error, errorDescription: description, status } = refused;
  const pasted: PastedError = { kind: "error", error, description, status };
  return `Okta refused the sign-in.\n\n${errorText(explainError(pasted, { target }, 1), layout)}`;
}
