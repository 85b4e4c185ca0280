/**
 * A figure on a page of the library, a test or the plan: loaded when it comes near, turned by hand, played and stopped.
 *
 * In: `<figure data-motion data-level>`, perhaps with a picture from the server in it. Out: the same place with the
 * figure;
 * where it cannot be drawn, with pictures of its positions; where there is none, as it was.
 */
import { near } from "./near";
import type { Show } from "./show";
import { bodyOf, type Ready, trackOf, whenReady } from "./source";

/** Whether this browser can draw it. */
export function canDraw(page: Document): boolean {
  try {
    const context = page.createElement("canvas").getContext("webgl2");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

/** What stands in a place already, to show another move there. */
const shown = new WeakMap<HTMLElement, Show>();

/** The latest wish for a place: an older one gives way. */
const tickets = new WeakMap<HTMLElement, number>();

/** Shows what the place names; called again, what it names by then. */
export async function exhibit(place: HTMLElement): Promise<void> {
  const { motion = "", level = "" } = place.dataset;
  const ticket = (tickets.get(place) ?? 0) + 1;
  tickets.set(place, ticket);
  const gone = (): boolean => !place.isConnected || tickets.get(place) !== ticket;
  const wait = waiting(place);
  try {
    const ready = await whenReady(motion, level, wait.tell, gone);
    if (gone()) return;
    place.hidden = ready === null;
    if (ready === null) return;
    if (!canDraw(place.ownerDocument)) return stills(place, ready);
    await near(place);
    await draw(place, ready, gone);
  } finally {
    wait.end();
  }
}

async function draw(place: HTMLElement, ready: Ready, gone: () => boolean): Promise<void> {
  try {
    const parts = [import("./show"), bodyOf(ready.body), trackOf(ready.track)] as const;
    const [{ Show }, body, track] = await Promise.all(parts);
    if (gone()) return;
    const known = shown.get(place);
    if (known !== undefined) return known.become({ ready, track });
    const lost = (): void => {
      shown.delete(place);
      stills(place, ready);
    };
    const show = new Show(place, { ready, body, track, lost });
    shown.set(place, show);
    show.begin();
  } catch {
    if (!gone()) stills(place, ready);
  }
}

/** A calm line while the server makes the figure. */
function waiting(place: HTMLElement): {
  tell: (told: { done: number; of: number; says: string }) => void;
  end: () => void;
} {
  let line: HTMLElement | null = null;
  let bar: HTMLProgressElement | null = null;
  return {
    tell: ({ done, of, says }) => {
      if (line === null || bar === null) {
        line = place.ownerDocument.createElement("p");
        line.className = "motion-wait";
        line.setAttribute("role", "status");
        bar = place.ownerDocument.createElement("progress");
        bar.setAttribute("aria-label", "The figure is being made");
        line.append(says === "" ? "The figure is being made." : says, bar);
        place.append(line);
        place.hidden = false;
      }
      bar.max = Math.max(1, of);
      bar.value = done;
    },
    end: () => line?.remove(),
  };
}

/** The positions one after another, as the server drew them. */
export function stills(place: HTMLElement, { stills: pictures, alt, says }: Ready): void {
  const page = place.ownerDocument;
  const row = page.createElement("div");
  row.className = "motion-stills";
  for (const { url, name } of pictures) {
    const image = page.createElement("img");
    image.src = url;
    image.alt = name === "" ? alt : `${alt} ${name.replaceAll("-", " ")}.`;
    image.loading = "lazy";
    row.append(image);
  }
  const caption = page.createElement("figcaption");
  caption.className = "motion-caption faint small";
  caption.textContent = says;
  place.replaceChildren(...headingOf(place), row, caption);
  place.dataset.shown = "stills";
  place.hidden = pictures.length === 0;
}

/** What the page wrote over the figure. */
export const headingOf = (place: HTMLElement): Element[] => [...place.querySelectorAll(":scope > .motion-heading")];
