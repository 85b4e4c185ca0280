/**
 * A figure as three.js draws it: a body in the pose of a moment, its muscles, and what it rests on.
 *
 * In: a body, a track, a theme. Out: a group to be drawn; `pose` moves it to a moment, `mirror` shows the other side.
 * Some fifteen draw calls in all: bones are one mesh, all strands another.
 */
import {
  BufferAttribute,
  BufferGeometry,
  type DataTexture,
  Group,
  type InstancedBufferGeometry,
  type Mesh,
  type RawShaderMaterial,
  type WebGLRenderer,
} from "three";
import type { Body, Part, Soft } from "./body";
import { fillRopes, ROPE_RINGS, ropesFor } from "./extras";
import { Ground } from "./ground";
import { bandMaterial, boneMaterial, softMaterials, strandMaterials, tint } from "./materials";
import { IDENTITY, multiply } from "./matrix";
import { emptyPose, type Pose, poseAt, wayOf } from "./pose";
import { always, floats, tube } from "./strands";
import type { Theme } from "./theme";
import type { Track } from "./track";
import { fillRings, lengthsOf, RINGS, ringsFor, type Strand, strandsOf } from "./tubes";

/** How round strands are: those that work hard, those that hardly do, the glow. */
const STRAND_SIDES = [8, 5, 6] as const;
const ROPE_SIDES = 10;
/** Bones and skin are drawn in this order; what is clear comes after what is not. */
const ORDER = { bones: 0, strong: 0, faint: 2, glow: 3, soft: 4 };

/** Muscles of one name but for their part belong together: their strands spread towards each other. */
export const familyOf = (name: string): string =>
  name.replace(/_(superior|middle|inferior|anterior|posterior|proximal|distal|ischial)$/, "");

export class Drawing {
  readonly group = new Group();
  readonly pose: Pose;
  readonly ground: Ground;
  readonly strands: readonly Strand[];
  private readonly track: Track;
  private readonly way: readonly [number, number];
  /** For each node of the body its number in the track, or -1. */
  private readonly slots: readonly number[];
  private readonly nodes: Float32Array;
  private readonly textures: DataTexture[] = [];
  private readonly materials: RawShaderMaterial[] = [];
  private readonly geometries: BufferGeometry[] = [];
  private readonly soft: { part: Soft; data: Float32Array; texture: DataTexture }[] = [];
  /** The strands that work hard, those that hardly do, the glow. */
  private readonly passes: { geometry: InstancedBufferGeometry; material: RawShaderMaterial }[] = [];
  private readonly veils: { first: Mesh; colour: RawShaderMaterial }[] = [];
  private readonly bones: DataTexture;
  private readonly rings: Float32Array;
  private readonly ropes: Float32Array;
  private readonly usual: Float32Array;
  private readonly work: Float32Array;
  /** Which muscles are shown. */
  private shown: (muscle: number) => boolean = () => true;

  constructor(body: Body, track: Track, theme: Theme) {
    this.track = track;
    this.pose = emptyPose(track);
    this.way = wayOf(track);
    this.slots = body.nodes.map((name) => track.nodes.indexOf(name));
    this.nodes = new Float32Array(body.nodes.length * 16);
    for (let n = 0; n < body.nodes.length; n += 1) this.nodes.set(IDENTITY, n * 16);
    this.ground = new Ground(track, body.nodes, this.way, theme);
    this.group.add(this.ground.group);
    this.bones = this.texture(this.nodes, 4);
    this.group.add(always(this.geometry(body.bones, false), this.keep(boneMaterial(theme, this.bones)), ORDER.bones));
    for (const [n, part] of body.soft.entries()) this.addSoft(part, theme, ORDER.soft + n * 2);

    const known = track.muscles.map((number) => body.muscles[number]);
    this.strands = strandsOf(
      known.map((one) => ({
        radius: one?.radius ?? 0.008,
        strips: one?.strips ?? 1,
        family: `${familyOf(one?.name ?? "")}${one?.side}`,
      })),
    );
    this.rings = ringsFor(this.strands.length);
    this.usual = usualLengths(track);
    this.work = new Float32Array(track.muscles.length);
    this.ropes = ropesFor(track.extras.length);
    if (this.strands.length > 0) this.addStrands(theme);
    if (track.extras.length > 0) this.addRopes(theme);
  }

  private keep<M extends RawShaderMaterial>(material: M): M {
    this.materials.push(material);
    return material;
  }

  private texture(data: Float32Array, width: number): DataTexture {
    const made = floats(data, width);
    this.textures.push(made);
    return made;
  }

  private geometry(part: Part, soft: boolean): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(part.position, 3));
    geometry.setAttribute("normal", new BufferAttribute(part.normal, 3));
    geometry.setAttribute("joint", new BufferAttribute(part.joint, 4));
    if (soft) geometry.setAttribute("weight", new BufferAttribute(part.weight, 4));
    geometry.setIndex(new BufferAttribute(part.index, 1));
    this.geometries.push(geometry);
    return geometry;
  }

  private addSoft(part: Soft, theme: Theme, order: number): void {
    const data = new Float32Array(part.joints.length * 16);
    const texture = this.texture(data, 4);
    this.soft.push({ part, data, texture });
    const geometry = this.geometry(part, true);
    const [depth, colour] = softMaterials(theme, part.name === "skin" ? "skin" : "clothes", texture);
    const first = always(geometry, this.keep(depth), order);
    this.group.add(first, always(geometry, this.keep(colour), order + 1));
    this.veils.push({ first, colour });
  }

  private addStrands(theme: Theme): void {
    const orders = [ORDER.strong, ORDER.faint, ORDER.glow];
    strandMaterials(theme, this.texture(this.rings, RINGS * 3)).forEach((material, n) => {
      const geometry = tube(RINGS, this.strands.length, STRAND_SIDES[n] ?? 6);
      this.geometries.push(geometry);
      this.passes.push({ geometry, material });
      this.group.add(always(geometry, this.keep(material), orders[n] ?? 0));
    });
  }

  private addRopes(theme: Theme): void {
    const geometry = tube(ROPE_RINGS, this.track.extras.length, ROPE_SIDES);
    this.geometries.push(geometry);
    const material = this.keep(bandMaterial(theme, this.texture(this.ropes, ROPE_RINGS * 3), ROPE_RINGS));
    this.group.add(always(geometry, material, ORDER.bones));
  }

  /** Moves everything to a moment [s]; `works`: whether the muscles are coloured by their work. */
  moveTo(time: number, works = true): void {
    poseAt(this.track, time, this.pose, this.way);
    this.slots.forEach((slot, n) => {
      if (slot >= 0) this.nodes.set(this.pose.nodes.subarray(slot * 16, slot * 16 + 16), n * 16);
    });
    for (const { part, data, texture } of this.soft) {
      for (const [n, joint] of part.joints.entries()) {
        multiply(data, n * 16, this.nodes, joint * 16, part.inverse, n * 16);
      }
      texture.needsUpdate = true;
    }
    if (works) this.work.set(this.pose.activation);
    else this.work.fill(0);
    this.refill();
    fillRopes(this.ropes, this.track.extras, this.pose.extras);
    for (const texture of this.textures) texture.needsUpdate = true;
  }

  private refill(): void {
    const paths = { list: this.pose.path, points: this.track.points };
    const shown = (path: number): boolean => this.shown(this.track.muscles[path] ?? -1);
    const { strong, all } = fillRings(this.rings, this.strands, paths, this.work, this.usual, shown);
    const [solid, clear, glow] = this.passes;
    if (solid === undefined || clear === undefined || glow === undefined) return;
    solid.geometry.instanceCount = strong;
    glow.geometry.instanceCount = strong;
    clear.geometry.instanceCount = all - strong;
    clear.material.uniforms.first = { value: strong };
  }

  /** Shows only some muscles, by their number in the body. */
  only(shown: (muscle: number) => boolean): void {
    this.shown = shown;
  }

  /** Left and right exchanged: three turns the faces round by itself, since the size is negative. */
  mirror(mirrored: boolean): void {
    this.group.scale.x = mirrored ? -1 : 1;
    this.group.updateMatrixWorld(true);
  }

  /** Where drawing is slow the skin is drawn once, not twice: an arm before the trunk then looks a little denser. */
  spare(thrifty: boolean): void {
    for (const { first, colour } of this.veils) {
      first.visible = !thrifty;
      colour.depthWrite = thrifty;
    }
  }

  castShadow(renderer: WebGLRenderer): void {
    this.ground.shadow.update(renderer, this.nodes);
  }

  tint(theme: Theme): void {
    for (const material of this.materials) tint(material, theme);
    this.ground.tint(theme);
  }

  dispose(): void {
    for (const one of [...this.materials, ...this.geometries, ...this.textures]) one.dispose();
    this.ground.dispose();
  }
}

/** The length each muscle has on the whole [m]. */
function usualLengths({ path, frames, muscles, points }: Track): Float32Array {
  const mean = new Float32Array(muscles.length);
  if (points === 0) return mean;
  const size = muscles.length * points * 3;
  const every = 10;
  const taken = Math.ceil(frames / every);
  for (let frame = 0; frame < frames; frame += every) {
    lengthsOf({ list: path.subarray(frame * size, (frame + 1) * size), points }).forEach((length, n) => {
      mean[n] = (mean[n] ?? 0) + length / taken;
    });
  }
  return mean;
}
