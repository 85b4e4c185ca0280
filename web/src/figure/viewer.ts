/**
 * A figure on a canvas: draws a moment of a track from where one looks, and nothing while it cannot be seen.
 *
 * In: a canvas, a body, a track, what moment it is. Out: pictures; `numbers` for those who measure. It holds no
 * controls
 * and no words.
 */
import { PerspectiveCamera, Scene, Vector3, WebGLRenderer } from "three";
import type { Body } from "./body";
import { Drawing } from "./drawing";
import { cornersOf, footprintOf } from "./footprint";
import { acrossBody, FOV_DEG, feetOf, fitted, spotsOf } from "./frame";
import { at } from "./matrix";
import { type Eye, offsetOf, towards, turned, type ViewName, viewOf } from "./orbit";
import { Pace } from "./pace";
import { type Picked, pickedAt } from "./pick";
import { wayOf } from "./pose";
import type { Theme } from "./theme";
import type { Track } from "./track";
import type { Limb } from "./words";

export interface Numbers {
  readonly calls: number;
  readonly triangles: number;
  readonly frames: number;
  /** Script time of the last frames [ms]. */
  readonly script: readonly number[];
  readonly ratio: number;
}

const EASE_MS = 320;
const DEEP_DISTANCE = 0.36;
const NEAR = 0.05;
const FAR = 30;
const KEPT = 120;
/** Whoever lies is seen a little from above [deg]. */
const LEAST_LYING = 13;
const FINEST = 2;

export class Viewer {
  readonly canvas: HTMLCanvasElement;
  /** Called when the graphics card was lost for good. */
  lost: () => void = () => undefined;
  /** Whether the muscles are shown as they work, or all at rest. */
  works = true;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(FOV_DEG, 1, NEAR, FAR);
  private readonly body: Body;
  private readonly pace: Pace;
  private theme: Theme;
  private drawing: Drawing | null = null;
  private track: Track | null = null;
  private side: Limb = "right";

  private eye: Eye = { azimuth: 30, elevation: 14, distance: 3 };
  private goal: Eye | null = null;
  private target = new Vector3();
  private aim: Vector3 | null = null;
  private usual = 3;
  private close = false;
  private size: readonly [number, number] = [0, 0];
  private fine = true;
  private last = 0;
  private frames = 0;
  private script: number[] = [];

  constructor(canvas: HTMLCanvasElement, body: Body, theme: Theme) {
    this.canvas = canvas;
    this.body = body;
    this.theme = theme;
    this.renderer = new WebGLRenderer({ canvas, alpha: true, antialias: true, powerPreference: "low-power" });
    this.renderer.setClearColor(0, 0);
    this.renderer.info.autoReset = false;
    const finest = Math.min(FINEST, globalThis.devicePixelRatio || 1);
    this.pace = new Pace(finest);
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      this.lost();
    });
  }

  get mirrored(): boolean {
    return this.track !== null && this.side !== this.track.working;
  }

  get numbers(): Numbers {
    const { calls, triangles } = this.renderer.info.render;
    return { calls, triangles, frames: this.frames, script: this.script, ratio: this.pace.ratio };
  }

  /** Shows another track, of the working side. */
  show(track: Track, side: Limb): void {
    if (track !== this.track) {
      this.drop();
      this.track = track;
      this.drawing = new Drawing(this.body, track, this.theme);
      this.scene.add(this.drawing.group);
    }
    this.side = side;
    this.drawing?.mirror(this.mirrored);
    this.fit(true);
  }

  /** The eye as the track wishes it, or as near or far as another view needs. */
  private fit(afresh: boolean): void {
    const { track } = this;
    if (track === null) return;
    const { azimuth_deg, elevation_deg } = track.camera;
    const azimuth = acrossBody(-azimuth_deg, footprintOf(track, wayOf(track)));
    const wished = {
      azimuth: this.mirrored ? -azimuth : azimuth,
      elevation: Math.max(elevation_deg, track.mat ? LEAST_LYING : 0),
      distance: 3,
    };
    const { target, distance } = fitted(this.spots(), afresh ? wished : this.eye, this.camera.aspect);
    this.usual = distance;
    this.aim = new Vector3(...target);
    if (!afresh) return;
    this.goal = null;
    this.eye = { ...wished, distance };
    this.target.copy(this.aim);
    this.aim = null;
  }

  private spots(): ReturnType<typeof spotsOf> {
    if (this.track === null) return [];
    const way = wayOf(this.track);
    const corners = [...feetOf(this.track.boxes), ...(this.track.mat ? cornersOf(footprintOf(this.track, way)) : [])];
    const spots = spotsOf(this.track, way, corners);
    return this.mirrored ? spots.map(([x, y, z]) => [-x, y, z] as const) : spots;
  }

  // -- looking -----------------------------------------------------------------------------------------------------

  /** Turns at once, as under a finger. */
  turn(by: { azimuth?: number; elevation?: number; zoom?: number }): void {
    this.goal = null;
    this.eye = turned(this.eye, by, this.usual);
  }

  /** Turns a step, softly. */
  step(by: { azimuth?: number; elevation?: number; zoom?: number }): void {
    this.goal = turned(this.goal ?? this.eye, by, this.usual);
  }

  look(name: ViewName): void {
    const from = viewOf(name, this.front(), this.side, this.usual);
    const { target, distance } = fitted(this.spots(), from, this.camera.aspect);
    this.usual = distance;
    this.aim = new Vector3(...target);
    this.goal = { ...from, distance };
  }

  reset(): void {
    const { eye, target } = { eye: this.eye, target: this.target.clone() };
    this.fit(true);
    [this.goal, this.aim] = [this.eye, this.target.clone()];
    this.eye = eye;
    this.target.copy(target);
    if (this.close) this.nearHip();
  }

  /** Where the person's front looks to; lying on the back or the front, where the feet are. */
  private front(): number {
    const { track, drawing } = this;
    const pelvis = track?.nodes.indexOf("pelvis") ?? -1;
    if (track === null || drawing === null || pelvis < 0) return 0;
    const column = (n: number): readonly [number, number, number] => {
      const first = pelvis * 16 + n * 4;
      const x = at(drawing.pose.nodes, first);
      return [this.mirrored ? -x : x, at(drawing.pose.nodes, first + 1), at(drawing.pose.nodes, first + 2)];
    };
    const [ahead, up] = [column(0), column(1)];
    const level = Math.abs(ahead[1]) < 0.7 ? ahead : ([-up[0], -up[1], -up[2]] as const);
    return (Math.atan2(level[0], level[2]) * 180) / Math.PI;
  }

  /** Only some muscles are drawn, and the eye comes near to the hip. */
  only(shown: ((muscle: number) => boolean) | null): void {
    this.drawing?.only(shown ?? (() => true));
    this.close = shown !== null;
    if (this.close) this.nearHip();
    else this.reset();
  }

  private nearHip(): void {
    const hip = this.hip();
    if (hip === null) return;
    this.aim = hip;
    this.goal = { ...(this.goal ?? this.eye), distance: Math.max(0.9, this.usual * DEEP_DISTANCE) };
  }

  private hip(): Vector3 | null {
    const { track, drawing } = this;
    const node = track?.nodes.indexOf(track.working === "right" ? "femur_r" : "femur_l") ?? -1;
    if (drawing === null || node < 0) return null;
    const [x, y, z] = [0, 1, 2].map((n) => at(drawing.pose.nodes, node * 16 + 12 + n));
    return new Vector3((x ?? 0) * (this.mirrored ? -1 : 1), y, z);
  }

  /** The muscle under a spot of the canvas, in pixels of the page from its left top corner. */
  pick(x: number, y: number): Picked | null {
    const { drawing, track } = this;
    if (drawing === null || track === null) return null;
    const [width, height] = this.size;
    this.camera.updateMatrixWorld();
    const spot = new Vector3();
    const project = (px: number, py: number, pz: number): readonly [number, number, number] => {
      spot.set(this.mirrored ? -px : px, py, pz).project(this.camera);
      return [((spot.x + 1) / 2) * width, ((1 - spot.y) / 2) * height, spot.z];
    };
    return pickedAt([x, y], drawing.pose, track, drawing.strands, project);
  }

  /** How hard each muscle of the track works at this moment. */
  get activation(): Float32Array {
    return this.drawing?.pose.activation ?? new Float32Array(0);
  }

  // -- drawing -----------------------------------------------------------------------------------------------------

  tint(theme: Theme): void {
    this.theme = theme;
    this.drawing?.tint(theme);
  }

  /** Whether it is still turning by itself. */
  get turning(): boolean {
    return this.goal !== null || this.aim !== null;
  }

  /** Draws a moment [s]. `moving`: another picture follows at once, so this one may be coarser. */
  draw(time: number, now: number, moving: boolean): void {
    const { drawing } = this;
    if (drawing === null || !this.sized(moving)) return;
    const begun = performance.now();

    this.ease(now);
    drawing.moveTo(time, this.works);
    drawing.spare(moving && this.pace.thrifty);
    const [x, y, z] = offsetOf(this.eye);
    this.camera.position.set(x, y, z).add(this.target);
    this.camera.lookAt(this.target);
    this.renderer.info.reset();
    if (!moving || !this.pace.thrifty || this.frames % 2 === 0) drawing.castShadow(this.renderer);
    this.renderer.render(this.scene, this.camera);
    this.frames += 1;
    this.script.push(performance.now() - begun);
    if (this.script.length > KEPT) this.script.shift();
    if (moving && this.last > 0) this.pace.told(now - this.last);
    this.last = moving ? now : 0;
  }

  private ease(now: number): void {
    const share = this.last === 0 ? 0.25 : 1 - Math.exp(-(Math.min(100, now - this.last) * 4) / EASE_MS);
    if (this.goal !== null) {
      this.eye = towards(this.eye, this.goal, share);
      const { azimuth, elevation, distance } = this.goal;
      const away = Math.abs(this.eye.azimuth - azimuth) + Math.abs(this.eye.elevation - elevation);
      if (away < 0.3 && Math.abs(this.eye.distance - distance) < 0.01) [this.eye, this.goal] = [this.goal, null];
    }
    if (this.aim !== null) {
      this.target.lerp(this.aim, share);
      if (this.target.distanceTo(this.aim) < 0.003) {
        this.target.copy(this.aim);
        this.aim = null;
      }
    }
  }

  /** Fits the picture to its place on the page; `false` while it has none. */
  private sized(moving: boolean): boolean {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return false;
    const fine = !moving;
    const ratio = fine ? Math.min(FINEST, globalThis.devicePixelRatio || 1) : this.pace.ratio;
    const aspect = width / height;
    const changed = width !== this.size[0] || height !== this.size[1];
    if (changed || this.renderer.getPixelRatio() !== ratio || fine !== this.fine) {
      this.renderer.setPixelRatio(ratio);
      this.renderer.setSize(width, height, false);
      this.fine = fine;
    }
    if (!changed) return true;
    const first = this.size[0] === 0;
    const near = this.eye.distance / this.usual;
    this.size = [width, height];
    this.camera.aspect = aspect;
    this.camera.updateProjectionMatrix();
    if (first) this.fit(true);
    else {
      this.fit(false);
      this.eye = { ...this.eye, distance: this.usual * near };
    }
    if (this.close) this.nearHip();
    return true;
  }

  private drop(): void {
    if (this.drawing === null) return;
    this.scene.remove(this.drawing.group);
    this.drawing.dispose();
    this.drawing = null;
  }

  dispose(): void {
    this.drop();
    this.renderer.dispose();
  }
}
