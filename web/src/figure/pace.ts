/**
 * How fine a picture may be so that it moves smoothly: coarser while frames take long, finer again in a still picture.
 *
 * In: how long each frame took. Out: dots to a pixel of the page.
 */
const SLOW_MS = 45;
const QUICK_MS = 21;
const ENOUGH = 6;
const COARSEST = 0.5;
/** From here on what hardly shows is left out as well. */
const THRIFTY = 0.65;

export class Pace {
  ratio: number;
  private readonly finest: number;
  private slow = 0;
  private quick = 0;

  constructor(finest: number, first = finest) {
    this.finest = finest;
    this.ratio = Math.min(first, finest);
  }

  get thrifty(): boolean {
    return this.ratio < THRIFTY;
  }

  /** Told after each frame; whether the picture should now be of another size. */
  told(ms: number): boolean {
    this.slow = ms > SLOW_MS ? this.slow + 1 : Math.max(0, this.slow - 0.5);
    this.quick = ms < QUICK_MS ? this.quick + 1 : 0;
    if (this.slow >= ENOUGH && this.ratio > COARSEST) return this.change(this.ratio * 0.8);
    if (this.quick >= ENOUGH * 20 && this.ratio < this.finest) return this.change(this.ratio * 1.2);
    return false;
  }

  private change(to: number): boolean {
    this.slow = 0;
    this.quick = 0;
    this.ratio = Math.min(this.finest, Math.max(COARSEST, to));
    return true;
  }
}
