/**
 * What the body stands, sits or lies on. In: a track and a theme. Out: a group of meshes, and the shadow that falls on
 * them; where the body comes to decides how large the floor and the mat are.
 */
import { BufferAttribute, BufferGeometry, Group, LineSegments, type RawShaderMaterial, Vector3 } from "three";
import { footprintOf, matOf } from "./footprint";
import { type GroundName, groundMaterial, lineMaterial, tint } from "./materials";
import { Shadow } from "./shadow";
import { always } from "./strands";
import { emptySurface, FLOOR_FRAME, furniture, level, mat, type Surface, type Tile, topsOf } from "./surfaces";
import type { Theme } from "./theme";
import type { Track } from "./track";

const MARGIN = 0.55;
const MAT_THICK = 0.012;

function geometryOf(surface: Surface): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(surface.position), 3));
  geometry.setAttribute("normal", new BufferAttribute(new Float32Array(surface.normal), 3));
  geometry.setAttribute("tile", new BufferAttribute(new Float32Array(surface.tile), 4));
  geometry.setIndex(surface.index);
  return geometry;
}

export class Ground {
  readonly group = new Group();
  readonly shadow: Shadow;
  private readonly materials: RawShaderMaterial[] = [];
  private readonly geometries: BufferGeometry[] = [];

  constructor(track: Track, nodes: readonly string[], way: readonly [number, number], theme: Theme) {
    const print = footprintOf(track, way);
    const [x, z] = print.middle;
    const radius = Math.max(print.half[0], print.half[1]) + MARGIN;
    const floor: Tile = { x, z, halfX: radius, halfZ: radius, y: 0, frame: FLOOR_FRAME };
    const tops = topsOf(track.boxes);
    this.shadow = new Shadow(nodes, [floor, ...tops.values()]);

    const disc = emptySurface();
    level(disc, { ...floor, y: track.mat ? -MAT_THICK : -0.002 });
    const material = this.add(disc, "floor", theme, 0);
    if (material !== null) material.uniforms.disc = { value: new Vector3(x, z, radius) };

    const lines: number[] = [];
    if (track.mat) {
      const soft = emptySurface();
      mat(soft, lines, floor, print.middle, matOf(print), print.angle);
      this.add(soft, "mat", theme, 1);
    }
    const [wood, walls] = [emptySurface(), emptySurface()];
    for (const box of track.boxes) {
      furniture(box.kind === "wall" ? walls : wood, lines, box, tops.get(box) ?? null, print.middle);
    }
    this.add(wood, "wood", theme, 1);
    this.add(walls, "wall", theme, 1);
    if (lines.length > 0) this.edges(lines, theme);
  }

  private add(surface: Surface, name: GroundName, theme: Theme, order: number): RawShaderMaterial | null {
    if (surface.index.length === 0) return null;
    const material = groundMaterial(theme, name, this.shadow.texture);
    const geometry = geometryOf(surface);
    this.group.add(always(geometry, material, order));
    this.materials.push(material);
    this.geometries.push(geometry);
    return material;
  }

  private edges(lines: readonly number[], theme: Theme): void {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array(lines), 3));
    const material = lineMaterial(theme);
    const drawn = new LineSegments(geometry, material);
    drawn.frustumCulled = false;
    drawn.renderOrder = 1;
    this.group.add(drawn);
    this.materials.push(material);
    this.geometries.push(geometry);
  }

  tint(theme: Theme): void {
    for (const material of this.materials) tint(material, theme);
  }

  dispose(): void {
    for (const one of [...this.materials, ...this.geometries]) one.dispose();
    this.shadow.dispose();
  }
}
