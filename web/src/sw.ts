/// <reference lib="webworker" />
/**
 * The service worker: pages from the network, and what is kept on the device when there is none.
 *
 * In: navigations and requests for built files. Out: answers. Pages are asked of the network first and copied; what is
 * about today (the session, the morning, "something is wrong") is never shown from a copy, since facts told meanwhile
 * would be missing: there the shell page works it out from the device's own store. A new worker waits for the next start.
 */
import { setCacheNameDetails } from "workbox-core";
import type { WorkboxPlugin } from "workbox-core/types";
import { ExpirationPlugin } from "workbox-expiration";
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst, NetworkOnly } from "workbox-strategies";
import { remindFromWorker } from "./offline/remind";
import { BUSY, FIGURE_FILE, FIGURE_STATE, FILE, keepable, LIVE, marked, PLAYER, SHELL, stemOf } from "./worker/pages";

declare const self: ServiceWorkerGlobalScope;

setCacheNameDetails({ prefix: "turnout", suffix: "v1" });

const PAGES = "turnout-pages-v1";
const SHELLS = "turnout-shells-v1";
const FIGURES = "turnout-figures-v1";
const PATIENCE_S = 3;
const MOST_PAGES = 40;
const MOST_FIGURES = 160;
const LOOKS = 5;
const BETWEEN_LOOKS_MS = 1000;
const FILES = self.__WB_MANIFEST;

/** A server that is only a closed door counts as no server. */
const closedDoors: WorkboxPlugin = {
  fetchDidSucceed: async ({ response }) => {
    if (response.status >= 502 && response.status <= 504) throw new Error("no server behind the door");
    return response;
  },
};

/** Drops the copies read longest ago. */
function atMost(maxEntries: number): WorkboxPlugin {
  return new ExpirationPlugin({ maxEntries, purgeOnQuotaError: true }) as WorkboxPlugin;
}

/** Keeps what is there in full: no "still building", nothing missing. */
function onlyWhole(): WorkboxPlugin {
  return { cacheWillUpdate: async ({ response }) => (response.status === 200 ? response : null) };
}

/** The shell with the view it is to show, when nothing better is here. */
async function shell(view: string): Promise<Response> {
  const page = await caches.match(SHELL, { cacheName: SHELLS });
  return page === undefined ? Response.error() : marked(page, { view });
}

const copies: WorkboxPlugin = {
  cacheWillUpdate: async ({ request, response }) => (keepable(request, response) ? response : null),
  cachedResponseWillBeUsed: async ({ cachedResponse }) => (cachedResponse ? marked(cachedResponse, {}) : null),
  handlerDidError: () => shell("missing"),
};

/** Today and what belongs to it: the page, else the shell; a copy is never made. */
const live = new NetworkFirst({
  cacheName: SHELLS,
  networkTimeoutSeconds: PATIENCE_S,
  plugins: [
    closedDoors,
    {
      cacheKeyWillBeUsed: async () => SHELL,
      cacheWillUpdate: async () => null,
      cachedResponseWillBeUsed: async ({ cachedResponse }) => (cachedResponse ? marked(cachedResponse, {}) : null),
    },
  ],
});
const player = new NetworkFirst({
  cacheName: SHELLS,
  networkTimeoutSeconds: PATIENCE_S,
  plugins: [closedDoors, { cacheKeyWillBeUsed: async () => PLAYER }, copies],
});
const pages = new NetworkFirst({
  cacheName: PAGES,
  networkTimeoutSeconds: PATIENCE_S,
  plugins: [closedDoors, copies, atMost(MOST_PAGES)],
});
const forms = new NetworkOnly({ plugins: [closedDoors, { handlerDidError: () => shell("not-sent") }] });

/** A figure's files never change under one address; whether it is ready is asked, and remembered once it is. */
const figureFiles = new CacheFirst({ cacheName: FIGURES, plugins: [onlyWhole(), atMost(MOST_FIGURES)] });
const figureStates = new NetworkFirst({
  cacheName: FIGURES,
  networkTimeoutSeconds: PATIENCE_S,
  plugins: [closedDoors, onlyWhole(), atMost(MOST_FIGURES)],
});

precacheAndRoute(FILES);
cleanupOutdatedCaches();

// A page copied before an update asks for files of that time: today's of the same name serve it.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/static/dist/assets/"),
  new NetworkOnly({
    plugins: [
      {
        handlerDidError: async ({ request }) => {
          const stem = stemOf(new URL(request.url).pathname);
          const file = FILES.map((entry) => (typeof entry === "string" ? entry : entry.url)).find(
            (address) => stemOf(address) === stem,
          );
          return file === undefined ? undefined : caches.match(file);
        },
      },
    ],
  }),
);
registerRoute(({ url, sameOrigin }) => sameOrigin && FIGURE_FILE.test(url.pathname), figureFiles);
registerRoute(({ url, sameOrigin }) => sameOrigin && FIGURE_STATE.test(url.pathname), figureStates);
registerRoute(
  ({ request, url }) => request.mode === "navigate" && LIVE.test(url.pathname),
  async (options) => {
    if (options.url.pathname === SHELL) options.event.waitUntil(keepShells());
    return live.handle(options);
  },
);
registerRoute(({ request, url }) => request.mode === "navigate" && url.pathname === PLAYER, player);
registerRoute(({ request, url }) => request.mode === "navigate" && !FILE.test(url.pathname), pages);
registerRoute(({ request }) => request.mode === "navigate", forms, "POST");

/** Fetches the pages that make the others unnecessary. Without the shell there is nothing to work with offline. */
async function keepShells(): Promise<void> {
  const cache = await caches.open(SHELLS);
  const kept = [SHELL, PLAYER].map(async (address) => {
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
    if (answer.status !== 200 || answer.redirected) throw new Error(`${address} cannot be kept`);
    await cache.put(address, answer);
  });
  const [main] = await Promise.allSettled(kept);
  if (main?.status === "rejected") throw main.reason;
}

/** Our own old caches, and nobody else's. */
async function tidy(): Promise<void> {
  const own = new Set([PAGES, SHELLS, FIGURES]);
  for (const name of await caches.keys()) {
    if (/^turnout-(pages|shells|figures)-/.test(name) && !own.has(name)) await caches.delete(name);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepShells()));
self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([tidy(), self.registration.navigationPreload?.enable()]));
});

self.addEventListener("message", (event) => {
  const told: unknown = event.data;
  if (told === "take-over") event.waitUntil(takeOver());
  else if (told === "refresh-shells") event.waitUntil(keepShells().catch(() => undefined));
  else if (told === "forget-pages") event.waitUntil(caches.delete(PAGES));
});

/**
 * A new worker takes over when nobody is in a session; it reloads no page. A page left a moment ago may still be on the
 * list of those that are open, so it looks a few times.
 */
async function takeOver(): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (!open.some((client) => BUSY.test(new URL(client.url).pathname))) return self.skipWaiting();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
}

self.addEventListener("periodicsync", (event) => {
  const { tag } = event as unknown as { tag: string };
  if (tag === "turnout-reminder") (event as ExtendableEvent).waitUntil(remindFromWorker(self.registration, new Date()));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openToday());
});

async function openToday(): Promise<void> {
  const [open] = await self.clients.matchAll({ type: "window" });
  if (open === undefined) await self.clients.openWindow("/");
  else await open.focus();
}
