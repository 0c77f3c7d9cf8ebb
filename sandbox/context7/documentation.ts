/** A library as `GET /api/v2/libs/search` answers with it, and its documentation. */
export interface Library {
  id: string;
  title: string;
  description: string;
  totalSnippets: number;
  trustScore: number;
  benchmarkScore: number;
  versions: string[];
  snippets: { title: string; source: string; text: string }[];
}

/** A little content, so that a tool's answer can be told from an empty one. */
export const LIBRARIES: Library[] = [
  {
    id: "/pulumi/docs",
    title: "Pulumi",
    description: "Infrastructure as code in general-purpose languages.",
    totalSnippets: 2,
    trustScore: 9.2,
    benchmarkScore: 88,
    versions: [],
    snippets: [
      {
        title: "Preview changes before they are made",
        source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/",
        text: "`pulumi preview` shows what an update would change, without changing anything.",
      },
      {
        title: "Find drift",
        source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh/",
        text: "`pulumi refresh --preview-only` compares the state of a stack with what is there.",
      },
    ],
  },
  {
    id: "/nodejs/node",
    title: "Node.js",
    description: "JavaScript runtime built on V8.",
    totalSnippets: 1,
    trustScore: 9.6,
    benchmarkScore: 91,
    versions: ["v24.0.0"],
    snippets: [
      {
        title: "Create an HTTP server",
        source: "https://nodejs.org/api/http.html",
        text: 'import { createServer } from "node:http";\ncreateServer((request, response) => response.end("ok")).listen(8080);',
      },
    ],
  },
];

/** Libraries whose title or ID has the name in it. */
export function searchLibraries(name: string): Omit<Library, "snippets">[] {
  const wanted = name.toLowerCase();
  return LIBRARIES.filter(({ id, title }) =>
    [id, title].some((text) => text.toLowerCase().includes(wanted)),
  ).map(({ snippets, ...library }) => library);
}

/** A library's snippets as text; `undefined` for an unknown ID. */
export function documentationOf(libraryId: string): string | undefined {
  const library = LIBRARIES.find(({ id }) => id === libraryId);
  return library?.snippets
    .map(({ title, source, text }) => `### ${title}\n\nSource: ${source}\n\n${text}`)
    .join("\n\n--------------------------------\n\n");
}
