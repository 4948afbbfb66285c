import { circumstancesOf, etaOf } from '../../experiment/circumstances';
import type { MethodId } from '../../methods/method';
import { method } from '../../methods/table';
import { sharpnessLimit } from '../../theory/lab/edge';
import { contraction, promises, silence } from '../../theory/promises';
import { counted, figures, whole } from '../numbers';
import { startOf, startText } from './recordedLines';
import { LEVELLED, type Source } from './source';

/** What has to be known of a plot beside its lines, a sentence or two each. */
export function notesOn(source: Source): readonly string[] {
  return [
    ages(source),
    began(source),
    missingFloor(source),
    ...lost(source),
    edge(source),
    vanished(source),
    ...theory(source),
    modes(source),
    shares(source),
  ].filter((note) => note !== '');
}

function ages({ recording }: Source): string {
  const { abscissa } = recording.subject;
  if (abscissa !== 'age') return '';
  return `Endless field: k counts each particle’s own steps since its start, over all lives that began since the plots were opened.`;
}

function began({ recording, experiment }: Source): string {
  const { abscissa, since } = recording.subject;
  if (abscissa === 'age') return '';
  const from = since > 0 ? `Recorded from k = ${whole(since)} on. ` : '';
  const clock = since > 0 && experiment.against === 't' ? `t counts from there. ` : '';
  const thin = recording.stride > 1 ? `One row for every ${whole(recording.stride)} steps.` : '';
  return `${from}${clock}${thin}`.trim();
}

function missingFloor({ experiment, recording }: Source): string {
  const { floor } = recording.subject.reference;
  return experiment.plot === 'value' && floor === null
    ? 'No minimum of f is known here: this is f itself.'
    : '';
}

/** From which start the bounds are drawn, or why there are none. */
function theory(source: Source): readonly string[] {
  const { experiment, facts, recording } = source;
  const { plot } = experiment;
  if (plot === 'modes' || plot === 'shares' || plot === 'norm' || plot === 'edge') return [];
  const quantity = LEVELLED[plot];
  const notes: string[] = [];
  const { mu, L, scope } = facts.constants;
  const bounded = recording.subject.methods.find(
    (id) => promises(id, quantity, facts, etaOf(experiment, id), startOf(source, id)).length > 0,
  );
  if (bounded !== undefined) {
    const where = scope === 'exact' ? '' : ' with L and μ over the view';
    const q = figures(contraction(mu, L, etaOf(experiment, 'gd')), 3);
    const rate = bounded === 'gd' && mu > 0 ? `, and q = ${q}` : '';
    notes.push(
      `Dashed: what theory promises every particle${where}, from the farthest start: ${startText(startOf(source, bounded))}${rate}.`,
    );
  }
  for (const id of ['gd', 'gf'] as const) {
    if (!recording.subject.methods.includes(id)) continue;
    const reason = silence(id, facts, etaOf(experiment, id));
    if (reason !== null) notes.push(`${id.toUpperCase()}: nothing is promised, ${reason}.`);
  }
  return notes;
}

/** Who has been lost is drawn as it last was, and what f32 does not hold is not drawn: both are counted here. */
function lost({ experiment, recording }: Source): readonly string[] {
  if (experiment.plot === 'shares' || recording.rows === 0) return [];
  const { methods, count, abscissa } = recording.subject;
  const last = recording.rows - 1;
  const list = (countOf: (id: MethodId) => number): string => {
    const present = methods.map((id) => [id, Math.round(countOf(id))] as const).filter(([, n]) => n > 0);
    return present.map(([id, n]) => `${whole(n)} ${method(id).short}`).join(', ');
  };
  if (abscissa === 'age') {
    return recording.hasMet('diverged') ? ['Particles that diverged are drawn where they were last.'] : [];
  }
  const frozen = list((id) => (recording.share(id, 'diverged')(last) * count) / 100);
  const beyond = experiment.plot === 'value' ? list((id) => recording.beyond(id)(last)) : '';
  return [
    frozen === '' ? '' : `Diverged, and drawn from then on where they were last: ${frozen}.`,
    beyond === '' ? '' : `Beyond the largest number of f32, 3.4×10³⁸, and not drawn: f of ${beyond}.`,
  ];
}

/** Who is not on a logarithmic axis because it has come to 0. */
function vanished({ experiment, recording }: Source): string {
  const { plot } = experiment;
  if (recording.rows === 0 || plot === 'shares' || plot === 'modes' || plot === 'edge') return '';
  if (plot === 'value' && recording.subject.reference.floor === null) return '';
  const last = recording.rows - 1;
  const gone = recording.subject.methods.filter(
    (id) => recording.level(id, LEVELLED[plot], 'median')(last) === 0,
  );
  const names = gone.map((id) => method(id).short).join(', ');
  return names === '' ? '' : `At 0 in f32, which a logarithmic axis does not have: the median of ${names}.`;
}

/** Where the edge of stability is, or that there is none. */
function edge({ experiment, recording }: Source): string {
  if (experiment.plot !== 'edge') return '';
  const limits = recording.subject.methods.flatMap((id) => {
    const circumstances = circumstancesOf(experiment, id);
    const limit = sharpnessLimit(id, circumstances.eta, circumstances);
    return limit === null ? [] : [`${method(id).short} ${limit.formula} = ${figures(limit.value, 4)}`];
  });
  if (limits.length === 0) return 'No method is on whose stability λmax(H) alone decides.';
  return `Dashed, the edge of stability: ${limits.join(', ')}. Where f is sharper, steps overshoot and grow, until they come to where it is flatter.`;
}

function modes({ experiment, recording, facts }: Source): string {
  const known = recording.subject.reference.modes;
  if (experiment.plot !== 'modes' || known === null) return '';
  const { low, high } = known.spectrum;
  const factor = (lambda: number): string => figures(1 - etaOf(experiment, 'gd') * lambda, 3);
  const steps = recording.subject.methods.includes('gd')
    ? ` GD multiplies them by 1 − ηλ = ${factor(low)} and ${factor(high)} a step.`
    : '';
  return (
    `Pair ${recording.pair}, z = Vᵀ(θ − θ*), λ₁ = ${figures(low, 3)}, λ₂ = ${figures(high, 3)}` +
    `${facts.constants.scope === 'exact' ? '' : ' over the view'}. Filled marks: z > 0, hollow: z < 0.${steps}`
  );
}

function shares({ experiment, recording }: Source): string {
  if (experiment.plot !== 'shares') return '';
  return `Of ${counted(recording.subject.count, 'particle')} of each method.`;
}
