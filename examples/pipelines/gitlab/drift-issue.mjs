// One issue, open as long as there is drift: opened, kept up to date, closed. It takes the folder with
// a Markdown report for each stack that drifted; no report means no drift.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const TITLE = "Context7: drift";
const LABEL = "context7-drift";

const { CI_API_V4_URL, CI_PROJECT_ID, CI_PIPELINE_URL, GITLAB_TOKEN } = process.env;
const issues = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/issues`;

async function call(method, address, body) {
  const response = await fetch(address, {
    method,
    headers: { "private-token": GITLAB_TOKEN, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (response.ok) return response.json();
  throw new Error(`GitLab answers ${method} ${address} with ${response.status}.`);
}

async function reportsIn(folder) {
  const names = await readdir(folder).catch(() => []);
  const reports = names.filter((name) => name.endsWith(".md")).sort();
  return Promise.all(reports.map((name) => readFile(join(folder, name), "utf8")));
}

const description = (await reportsIn(process.argv[2])).join("\n");
const [issue] = await call("GET", `${issues}?state=opened&labels=${LABEL}`);
const address = issue && `${issues}/${issue.iid}`;
if (description && issue) {
  await call("PUT", address, { description });
} else if (description) {
  await call("POST", issues, { title: TITLE, labels: LABEL, description });
} else if (issue) {
  await call("POST", `${address}/notes`, {
    body: `Everything is as declared again: ${CI_PIPELINE_URL}`,
  });
  await call("PUT", address, { state_event: "close" });
}
