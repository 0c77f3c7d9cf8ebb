/** An XML element, read strictly. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const NAME = "[A-Za-z_][\\w.-]*";
const ATTRIBUTE = `\\s+(${NAME})="([^"<]*)"`;

/**
 * Parses the XML that this package writes: elements, attributes in double quotes, text, and the five
 * named and the numeric references. Anything that is not well-formed is refused.
 */
export function parseXml(document: string): XmlElement {
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(document)) {
    throw new Error("a character that XML does not allow");
  }
  let rest = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  if (rest === document) throw new Error("no XML declaration");
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest);
    if (found?.index === 0) rest = rest.slice(found[0].length);
    return found?.index === 0 ? found : undefined;
  };
  const element = (): XmlElement => {
    const tag = take(new RegExp(`^<(${NAME})((?:${ATTRIBUTE})*)\\s*(/?)>`));
    if (!tag) throw new Error(`no element at: ${rest.slice(0, 80)}`);
    const [, name = "", attributeText = ""] = tag;
    const isEmpty = tag.at(-1) === "/";
    const attributes: Record<string, string> = {};
    for (const [, key = "", value = ""] of attributeText.matchAll(new RegExp(ATTRIBUTE, "g"))) {
      if (key in attributes) throw new Error(`${key} twice`);
      attributes[key] = unescaped(value);
    }
    const children: XmlElement[] = [];
    let text = "";
    while (!isEmpty) {
      if (take(new RegExp(`^</${name}>`))) break;
      if (rest.startsWith("<")) children.push(element());
      else text += unescaped(take(/^[^<]+/)?.[0] ?? "");
      if (rest === "") throw new Error(`${name} does not end`);
    }
    return { name, attributes, children, text };
  };
  const root = element();
  if (rest.trim() !== "") throw new Error(`after the end: ${rest.slice(0, 80)}`);
  return root;
}

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in text");
  return text.replace(/&([^;]*);?/g, (reference, name: string) => {
    const code = /^#(\d+)$/.exec(name)?.[1];
    const character = code ? String.fromCodePoint(Number(code)) : NAMED[name];
    if (character === undefined || !reference.endsWith(";")) throw new Error(`bad ${reference}`);
    return character;
  });
}
