// The objective's parameters, in the order of Objective.letters.
struct Problem {
  parameters: array<vec4f, 4>,
}

@group(0) @binding(0) var<uniform> problem: Problem;
