/**
 * Which pages the worker may keep, and how a kept copy says that it is one.
 *
 * In: requests and answers. Out: decisions, and the same page with marks on its root element.
 */

export const SHELL = "/offline";
export const PLAYER = "/play";

/** What depends on facts told a moment ago: the shell works it out, a copy would be wrong. */
export const LIVE = /^\/(?:$|offline$|morning$|wrong$|stop$|session(?:\/|$))/;

/** Where a session is in progress. */
export const BUSY = /^\/(?:play$|session(?:\/|$))/;

/** Never copied: what is private beyond the pages, or asks who one is. */
const NEVER = /^\/(?:data\/|sign-|account|authority|api\/|calendar)/;

/** Files to save are the browser's own business. */
export const FILE = /^\/data\/export$|\.(?:csv|json|jsonl|ics|pdf|pem|crt)$/;

/** A figure's body and tracks, whose addresses change with their content. */
export const FIGURE_FILE = /^\/figure\/.*\.(?:glb|bin)$/;

/** Where it is asked whether a figure is ready. */
export const FIGURE_STATE = /^\/figure\/[\w-]+\/[\w-]+$/;

/** Whether a copy of a page may be kept: a whole page of ours, for this very address. */
export function keepable(request: Request, response: Response): boolean {
  if (response.status !== 200 || response.redirected || response.type === "opaqueredirect") return false;
  if (!(response.headers.get("Content-Type") ?? "").startsWith("text/html")) return false;
  return !NEVER.test(new URL(request.url).pathname);
}

/** The page with `data-cached` on its root, and with what else the page's script should know. */
export async function marked(page: Response, marks: Readonly<Record<string, string>>): Promise<Response> {
  const all = Object.entries({ cached: "yes", ...marks }).map(([name, value]) => ` data-${name}="${value}"`);
  const text = (await page.text()).replace("<html", `<html${all.join("")}`);
  const headers = new Headers(page.headers);
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  return new Response(text, { status: 200, headers });
}

/** A built file's name without its hash: `assets/main-D4Vt8h6V.css` gives `main.css`. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/-[\w-]{8}(\.\w+)$/, "$1");
}
