/**
 * Which of several moves a figure shows: links beside it, each of which is a page of its own without a script. In: `<nav
 * data-picks>` with links that name a motion and a level. Out: the figure shows what was chosen, on the same page and
 * with the same canvas.
 */
type Exhibit = (place: HTMLElement) => Promise<void>;

/** What should still be seen beside a chosen link, so that one sees that there is more [px]. */
const BESIDE = 16;
const NAMES = ["motion", "level", "side", "sides"] as const;

export function bindPicks(page: Document, exhibit: Exhibit = load): void {
  for (const picks of page.querySelectorAll<HTMLElement>("nav[data-picks]")) {
    const links = [...picks.querySelectorAll<HTMLAnchorElement>("a[data-motion]")];
    toSight(picks, links.find((link) => link.hasAttribute("aria-current")) ?? null);
    picks.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-motion]");
      const place = page.querySelector<HTMLElement>("figure[data-motion]");
      if (link === null || place === null || opensElsewhere(event)) return;
      event.preventDefault();
      choose(link, links, place);
      toSight(picks, link);
      void exhibit(place).catch(() => undefined);
    });
  }
}

const load: Exhibit = async (place) => (await import("./exhibit")).exhibit(place);

const opensElsewhere = (event: MouseEvent): boolean =>
  event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

function choose(link: HTMLAnchorElement, links: readonly HTMLAnchorElement[], place: HTMLElement): void {
  for (const one of links) one.toggleAttribute("aria-current", false);
  link.setAttribute("aria-current", "true");
  for (const name of NAMES) {
    const value = link.dataset[name];
    if (value === undefined) delete place.dataset[name];
    else place.dataset[name] = value;
  }
  const page = place.ownerDocument;
  page.defaultView?.history.replaceState(page.defaultView.history.state, "", link.href.replace(/#.*$/, ""));
  const more = page.querySelector<HTMLAnchorElement>("a[data-more]");
  if (more !== null) {
    more.href = `/library/${link.dataset.motion}?level=${link.dataset.level}`;
    more.textContent = `All about ${link.dataset.name}`;
  }
}

/** Scrolls a row of links so far that one of them is in it; the page stays where it is. */
function toSight(picks: HTMLElement, link: HTMLElement | null): void {
  const row = picks.firstElementChild;
  if (row === null || link === null) return;
  const [own, all] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
  if (own.left >= all.left + BESIDE && own.right <= all.right - BESIDE) return;
  row.scrollLeft += own.left - all.left - (all.width - own.width) / 2;
}
