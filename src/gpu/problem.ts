import { Layout } from './layout';

/** `struct Problem` of problem.wgsl: the objective's parameters in the order of its letters. */
export const problemLayout = new Layout('Problem', { parameters: ['vec4f', 4] });
