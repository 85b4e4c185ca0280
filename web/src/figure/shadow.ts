/**
 * The shadow of a body lit softly from above. In: where its bones are. Out: a small texture, one tile for each surface
 * that faces up: floor or mat, seats, tops, steps. The body is taken for round bars, which is enough for a soft shadow.
 */
import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  LinearFilter,
  Mesh,
  Scene,
  type Texture,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";
import { shadowMaterial } from "./materials";
import { at } from "./matrix";
import type { Tile } from "./surfaces";

/** Two nodes, and how thick the body is at both [m]. */
export const BARS: readonly (readonly [string, string, number, number])[] = [
  ["femur", "tibia", 0.085, 0.055],
  ["tibia", "talus", 0.055, 0.04],
  ["calcn", "toes", 0.035, 0.035],
  ["humerus", "ulna", 0.045, 0.038],
  ["ulna", "hand", 0.036, 0.03],
  ["hand", "hand", 0.045, 0.045],
];
const MIDDLE: readonly (readonly [string, string, number, number])[] = [
  ["femur_r", "femur_l", 0.11, 0.11],
  ["pelvis", "torso", 0.12, 0.13],
  ["torso", "neck", 0.14, 0.1],
  ["humerus_r", "humerus_l", 0.075, 0.075],
  ["neck", "head", 0.06, 0.1],
];
const WIDTH = 256;
const HEIGHT = 192;

/** Numbers of the nodes at both ends of each bar that this body has. */
export function barsOf(nodes: readonly string[]): { a: number; b: number; thick: readonly [number, number] }[] {
  const both = ["r", "l"].flatMap((side) =>
    BARS.map(([a, b, p, q]) => [`${a}_${side}`, `${b}_${side}`, p, q] as const),
  );
  return [...both, ...MIDDLE].flatMap(([from, to, p, q]) => {
    const [a, b] = [nodes.indexOf(from), nodes.indexOf(to)];
    return a < 0 || b < 0 ? [] : [{ a, b, thick: [p, q] as const }];
  });
}

export class Shadow {
  private readonly target = new WebGLRenderTarget(WIDTH, HEIGHT, {
    depthBuffer: false,
    minFilter: LinearFilter,
    magFilter: LinearFilter,
  });
  private readonly scene = new Scene();
  private readonly camera = new Camera();
  private readonly bars: ReturnType<typeof barsOf>;
  private readonly from: Float32Array;
  private readonly to: Float32Array;
  private readonly mesh: Mesh<BufferGeometry, ReturnType<typeof shadowMaterial>>;

  constructor(nodes: readonly string[], tiles: readonly Tile[]) {
    this.bars = barsOf(nodes);
    const count = Math.max(1, this.bars.length);
    this.from = new Float32Array(count * 4).fill(-9);
    this.to = new Float32Array(count * 4).fill(-9);
    this.mesh = new Mesh(sheets(tiles), shadowMaterial(count, this.from, this.to));
    this.mesh.frustumCulled = false;
    this.scene.add(this.mesh);
  }

  get texture(): Texture {
    return this.target.texture;
  }

  /** Draws the shadow anew; `nodes` are matrices, 16 numbers each. */
  update(renderer: WebGLRenderer, nodes: Float32Array): void {
    this.bars.forEach(({ a, b, thick }, n) => {
      for (let axis = 0; axis < 3; axis += 1) {
        this.from[n * 4 + axis] = at(nodes, a * 16 + 12 + axis);
        this.to[n * 4 + axis] = at(nodes, b * 16 + 12 + axis);
      }
      [this.from[n * 4 + 3], this.to[n * 4 + 3]] = thick;
    });
    renderer.setRenderTarget(this.target);
    renderer.render(this.scene, this.camera);
    renderer.setRenderTarget(null);
  }

  dispose(): void {
    this.target.dispose();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}

/** A rectangle in the texture for each tile, whose corners know where on the ground they are. */
function sheets(tiles: readonly Tile[]): BufferGeometry {
  const corner: number[] = [];
  const ground: number[] = [];
  const index: number[] = [];
  tiles.forEach(({ x, z, halfX, halfZ, y, frame: [left, bottom, width, height] }, n) => {
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      corner.push((left + u * width) * 2 - 1, (bottom + v * height) * 2 - 1);
      ground.push(x + (u * 2 - 1) * halfX, y, z + (v * 2 - 1) * halfZ);
    }
    index.push(4 * n, 4 * n + 1, 4 * n + 2, 4 * n, 4 * n + 2, 4 * n + 3);
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(ground.length), 3));
  geometry.setAttribute("corner", new BufferAttribute(new Float32Array(corner), 2));
  geometry.setAttribute("ground", new BufferAttribute(new Float32Array(ground), 3));
  geometry.setIndex(index);
  return geometry;
}
