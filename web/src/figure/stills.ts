/**
 * Small pictures in lists: `<span data-still="ADDRESS">`, an empty place of the right size where the server has not made
 * the picture yet. In: places. Out: pictures in those that come near to the screen, one after another, so that no list
 * makes the server draw all of it at once. A place without a picture stays empty.
 */
/** An event of the page: parts of it were put there anew. */
export const FRESH = "turnout-fresh";

type Fetcher = (address: string) => Promise<Response>;

const NEAR = "160px";
const WAITS_MS = [200, 300, 500, 800, 1200];
const MOST_QUESTIONS = 40;

/** Asks until the picture is there; `false` where there is none, or nobody looks any more. */
export async function made(
  address: string,
  looks: () => boolean = () => true,
  fetcher: Fetcher = fetch,
): Promise<boolean> {
  for (let n = 0; n < MOST_QUESTIONS && looks(); n += 1) {
    const answer = await fetcher(address).catch(() => null);
    if (answer?.status === 200) return true;
    if (answer?.status !== 202) return false;
    await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(n, WAITS_MS.length - 1)]));
  }
  return false;
}

/** Puts the picture into its place. */
export function fill(place: HTMLElement): void {
  const image = place.ownerDocument.createElement("img");
  image.alt = "";
  image.width = 360;
  image.height = 270;
  image.src = place.dataset.still ?? "";
  delete place.dataset.still;
  place.replaceChildren(image);
}

export class Stills {
  private readonly near = new Set<HTMLElement>();
  /** What is watched, and the places that come with it: a row of moves is wanted as a whole. */
  private readonly watched = new Map<Element, HTMLElement[]>();
  private readonly observer: IntersectionObserver | null;
  private busy = false;

  constructor() {
    this.observer =
      typeof IntersectionObserver === "undefined"
        ? null
        : new IntersectionObserver((entries) => this.look(entries), { rootMargin: NEAR });
  }

  watch(page: ParentNode): void {
    for (const place of page.querySelectorAll<HTMLElement>("[data-still]")) {
      const whole = place.closest("nav[data-picks]") ?? place;
      this.watched.set(whole, [...(this.watched.get(whole) ?? []), place]);
      if (this.observer === null) this.near.add(place);
      else this.observer.observe(whole);
    }
    void this.work();
  }

  private look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      for (const place of this.watched.get(target) ?? []) {
        if (isIntersecting) this.near.add(place);
        else this.near.delete(place);
      }
    }
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let place = this.first(); place !== undefined; place = this.first()) {
      const here = place;
      const there = await made(here.dataset.still ?? "", () => this.near.has(here) && here.isConnected);
      if (there) fill(here);
      this.near.delete(here);
    }
    this.busy = false;
  }

  private first(): HTMLElement | undefined {
    return [...this.near].find((place) => place.isConnected && place.dataset.still !== undefined);
  }
}

export function bindStills(page: Document): void {
  const stills = new Stills();
  stills.watch(page);
  page.addEventListener(FRESH, () => stills.watch(page));
}
