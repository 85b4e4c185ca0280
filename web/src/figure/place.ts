/**
 * Where a page has room for a figure: `<figure data-motion="ID" data-level="LEVEL">`. What shows it is loaded only when
 * such a place comes near to the screen; a place that is still hidden has to ask first whether there is a figure at
 * all.
 */
import { near } from "./near";

export function bindFigures(page: Document): void {
  for (const place of page.querySelectorAll<HTMLElement>("figure[data-motion]")) {
    void (place.hidden ? Promise.resolve() : near(place))
      .then(() => import("./exhibit"))
      .then((module) => module.exhibit(place))
      .catch(() => undefined);
  }
}
