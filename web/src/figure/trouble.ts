/**
 * What can be wrong with a figure's files. One sentence, for the console of nobody: the page falls back to its
 * pictures.
 */
export class FigureError extends Error {
  override readonly name = "FigureError";
}
