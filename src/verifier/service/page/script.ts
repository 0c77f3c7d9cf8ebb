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

  async function show() {
    const answer = await fetch("/", { headers: { accept: "text/html" } });
    if (!answer.ok) { location.reload(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    document.getElementById("main").replaceWith(page.getElementById("main"));
    history.replaceState(null, "", "/");
    const title = document.getElementById("verdict-title");
    title.focus();
    say("Done: " + title.textContent + ".");
  }

  async function follow() {
    setBusy(true);
    for (;;) {
      const answer = await fetch("/api/runs");
      if (!answer.ok) { location.reload(); return; }
      const { running } = await answer.json();
      if (!running) break;
      const what = running.kind === "live" ? "Checks and live flow are" : "The checks are";
      say(what + " under way: " + running.done + " done.");
      await pause(500);
    }
    await show();
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
    if (answer.ok || answer.status === 409) { await follow(); return; }
    const { message } = await answer.json().catch(() => ({}));
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
  if (document.querySelector("[data-running=yes]")) follow().catch(lost);

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
