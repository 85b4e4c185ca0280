/**
 * Drives pictures: one after another while something moves and can be seen, none otherwise.
 *
 * In: what draws one picture and says whether another is to follow. Out: `wake` after a change. It stops while its
 * place
 * is off the screen or the page is hidden.
 */
export class Pulse {
  private readonly draw: (now: number) => boolean;
  private readonly place: Element;
  private readonly observer: IntersectionObserver | null;
  private seen = true;
  private asked = 0;

  constructor(place: Element, draw: (now: number) => boolean) {
    this.place = place;
    this.draw = draw;
    this.observer =
      typeof IntersectionObserver === "undefined"
        ? null
        : new IntersectionObserver((entries) => {
            this.seen = entries.at(-1)?.isIntersecting ?? true;
            this.wake();
          });
    this.observer?.observe(place);
    document.addEventListener("visibilitychange", this.wake);
  }

  get running(): boolean {
    return this.asked !== 0;
  }

  /** Something changed: at least one more picture is due. */
  readonly wake = (): void => {
    if (this.asked !== 0 || !this.seen || document.visibilityState === "hidden" || !this.place.isConnected) return;
    this.asked = requestAnimationFrame((now) => {
      this.asked = 0;
      if (this.draw(now)) this.wake();
    });
  };

  stop(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    this.observer?.disconnect();
    document.removeEventListener("visibilitychange", this.wake);
  }
}
