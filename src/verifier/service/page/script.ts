/**
 * The page's script: starts runs without leaving the page, tells how far they are, and puts the new
 * report in place. Everything it does works without it, by forms.
 */
export const SCRIPT = `"use strict";
(() => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const say = (text) => { document.getElementById("progress").textContent = text; };

  function setBusy(busy) {
    for (const button of document.querySelectorAll("form[data-run] button")) {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  async function show(failed) {
    const answer = await fetch("/", { headers: { accept: "text/html" } });
    if (!answer.ok) { location.reload(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    document.getElementById("main").replaceWith(page.getElementById("main"));
    history.replaceState(null, "", "/");
    const news = failed && document.getElementById("no-report");
    if (news) {
      news.focus();
      say((failed.kind === "live" ? "The live flow" : "The run") + " failed: it brought no report.");
      return;
    }
    const title = document.getElementById("verdict-title");
    title.focus();
    say("Done: " + title.textContent + ".");
  }

  // The report on the page is older where the run that was followed brought none.
  async function follow(id) {
    setBusy(true);
    for (;;) {
      const answer = await fetch("/api/runs");
      if (!answer.ok) { location.reload(); return; }
      const { running, runs } = await answer.json();
      if (!running) { await show(runs.find((run) => run.id === id && run.verdict === "error")); return; }
      id = running.id;
      const what = running.kind === "live" ? "Checks and live flow are" : "The checks are";
      say(what + " under way: " + running.done + " done.");
      await pause(500);
    }
  }

  async function start(form) {
    const data = new FormData(form);
    const body = { kind: data.get("kind") };
    if (data.get("probes")) body.probes = ["secondUse", "wrongAudience", "wrongResource"];
    setBusy(true);
    say("Starting.");
    const answer = await fetch("/api/runs", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const { id, running, message } = await answer.json().catch(() => ({}));
    if (answer.ok || answer.status === 409) { await follow(running ? running.id : id); return; }
    setBusy(false);
    say(message || "The run could not be started.");
  }

  const lost = () => { setBusy(false); say("The verifier does not answer."); };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-run]")) return;
    event.preventDefault();
    if (form.querySelector("button[aria-disabled]")) return;
    start(form).catch(lost);
  });
  const under = document.querySelector("[data-running]");
  if (under) follow(under.dataset.running).catch(lost);

  // A link of the chain leads into a part that may be closed.
  function open() {
    const part = location.hash && document.getElementById(location.hash.slice(1));
    const details = part && part.closest("details");
    if (details) { details.open = true; details.scrollIntoView(); details.querySelector("summary").focus(); }
  }
  addEventListener("hashchange", open);
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("a[href^='#checks-']")) setTimeout(open);
  });
  open();
})();
`;
