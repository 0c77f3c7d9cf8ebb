import { html } from "./html";
import { document } from "./layout";
import { STYLE } from "./style";

/**
 * The login of a browser. Needs no other file, since whoever has not logged in gets none.
 *
 * @param nonce for the one inline style.
 * @param problem why the last try failed.
 */
export function loginPage(nonce: string, problem?: string): string {
  return document({
    title: "Log in · Context7 Enterprise-Managed Auth verifier",
    head: html`<style nonce="${nonce}">${STYLE}</style>`,
    body: html`<main class="login">
<h1>Context7 Enterprise-Managed Auth verifier</h1>
<form method="post" action="/login">
<label for="key">Verifier key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus aria-describedby="hint problem">
<p id="hint" class="muted">The value of <code>VERIFIER_BEARER_KEY</code>.</p>
<p id="problem" role="alert">${problem}</p>
<button class="primary">Log in</button>
</form>
</main>`,
  });
}
