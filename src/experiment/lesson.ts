/** A row of the panel that a lesson needs; the projector's panel shows no others. `methods` is the legend's menu. */
export type Control =
  | (
      | 'objective'
      | 'parameters'
      | 'eta'
      | 'speed'
      | 'methods'
      | 'starts'
      | 'respawn'
      | 'momentum'
      | 'temperature'
    )
  | ('metric' | 'density' | 'fate' | 'fan' | 'rule' | 'horizon' | 'apart' | 'plot' | 'against');

/** A short script of a lesson: η runs through a range, in units of 1/L, while one watches. */
export interface Sweep {
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  /** What is begun anew at each η: `restart` puts every particle on its start, `nothing` lets them go on. */
  readonly each: 'restart' | 'nothing';
}

/** One row of the lecture: an experiment with a title, a formula, what to look for and what to try. */
export interface Lesson {
  /** Its name in links: `#lesson=zigzag`. Lower case letters and hyphens. */
  readonly id: string;
  /** Part of the lecture that it belongs to; those of one part stand together. */
  readonly part: string;
  readonly title: string;
  /** LaTeX, displayed: DESIGN.md's symbols. */
  readonly formula: string;
  /** One or two sentences on what to look for. Formulas within are plain Unicode, as in the methods' rules. */
  readonly look: string;
  /** What to try, in one sentence that names the control. */
  readonly attempt: string;
  /** The experiment, as a link says it, without `#`: `eta=0.19&starts=points:-4,1`. */
  readonly link: string;
  readonly controls: readonly Control[];
  readonly sweep?: Sweep;
}
