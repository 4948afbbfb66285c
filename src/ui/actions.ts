import type { Change, Experiment } from '../experiment/experiment';
import type { Factors } from '../experiment/keys';
import { ExperimentError } from '../experiment/refusal';
import type { Point } from '../experiment/values';
import type { MethodId } from '../methods/method';
import { METHODS } from '../methods/table';
import type { View } from '../objectives/objective';
import type { Tuning } from '../theory/momentum';
import { wantsStillness } from './motion';
import { resolvableFactor } from './navigate';
import { showNotice } from './notice';
import { figures, upperFirst } from './numbers';
import { showNow } from './part';
import type { Session } from './session';

/** Says why something was not done; an empty text takes it back. */
export type Report = (message: string) => void;

const tell: Report = (message) => {
  if (message !== '') showNotice({ text: message });
};

/** Changes the experiment, or reports why not. */
export function change(session: Session, wanted: Change, report: Report = tell): void {
  session.change(wanted).then(
    () => report(''),
    (error: unknown) => {
      showNow(); // what was asked for is taken back
      report(messageOf(error));
    },
  );
}

/** In words for people: a refusal names its key itself, a compiler's message needs an introduction. */
export function messageOf(error: unknown): string {
  if (error instanceof ExperimentError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return `That did not work: ${text}`;
}

export function togglePlay({ instrument }: Session): void {
  if (instrument.playing) instrument.pause();
  else instrument.play();
  showNow();
}

export async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement !== null) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    tell('This browser does not give the full screen to this page.');
  }
}

export function stepOnce({ instrument }: Session): void {
  void instrument.advance(1);
}

export function restart({ instrument }: Session): void {
  instrument.restart();
}

/** Changes the experiment and says so, with a way back: for what changes more than it was pressed for. */
export function changeUndoably(session: Session, wanted: Change, text: string): void {
  const before = session.experiment;
  const old = Object.fromEntries(Object.keys(wanted).map((key) => [key, before[key as keyof Experiment]]));
  session.change(wanted).then(
    () => showNotice({ text, action: { label: 'Undo', run: () => takeBack(session, before, old) } }),
    (error: unknown) => tell(messageOf(error)),
  );
}

/** Undoes the step from an experiment; if it was not the last one, its keys get their old values. */
export function takeBack(session: Session, before: Experiment, old: Change): void {
  if (session.past.leadsTo(before)) void walkPast(session, 'undo', { quiet: true });
  else change(session, old);
}

/** Undoes the last change of the experiment, or does it again, and says what it was. */
export async function walkPast(
  session: Session,
  direction: 'undo' | 'redo',
  { quiet = false } = {},
): Promise<void> {
  try {
    const before = await session.walk(direction);
    showNow();
    if (before === null || quiet) return;
    const { showWalked } = await import('./walked');
    showWalked(direction, before, session.experiment);
  } catch (error) {
    tell(messageOf(error));
  }
}

/** Marks the pair with a particle nearest to a point, no farther than `reach`; where there is none, unmarks. */
export async function markNearest(session: Session, point: Point, reach: number): Promise<void> {
  const pair = await session.instrument.pairNear(point, reach);
  change(session, { pair });
}

/** Switches a method on or off. */
export function toggleMethod(session: Session, id: MethodId): void {
  const { methods } = session.experiment;
  const next = METHODS.map((method) => method.id).filter((one) => (one === id) !== methods.includes(one));
  change(session, { methods: next });
}

/** Multiplies η for one method only. */
export function setFactor(session: Session, id: MethodId, factor: number | string, report: Report): void {
  const text = `A factor is a positive number up to 1e9 (given: “${factor}”).`;
  change(session, { factors: withFactor(session, id, factor) }, (refusal) =>
    report(refusal === '' ? '' : text),
  );
}

/** The values that are best for one method: β, and the factor that gives it this η. */
export function applyTuning(session: Session, { method, label, eta, momentum }: Tuning): void {
  const factors = withFactor(session, method, eta / session.experiment.eta);
  const numbers = `β = ${figures(momentum, 4)}, η = ${figures(eta, 4)}`;
  changeUndoably(session, { momentum, factors }, `${upperFirst(label)}: ${numbers}.`);
}

/** A factor of 1 needs no mention. */
function withFactor({ experiment }: Session, id: MethodId, factor: number | string): Factors {
  const others = Object.entries(experiment.factors).filter(([other]) => other !== id);
  const own = Number(factor) === 1 ? [] : [[id, factor]];
  return Object.fromEntries([...others, ...own]) as Factors; // a text is for the experiment to judge
}

/** Puts a pair of particles on a point, one of each method, and changes what belongs to it. */
export function placePair(session: Session, point: Point, wanted: Change = {}): void {
  const placed = [...session.experiment.placed, point];
  session.change({ ...wanted, placed }).catch((error: unknown) => {
    if (!(error instanceof ExperimentError) || error.field !== 'placed') return tell(messageOf(error));
    const action = { label: 'Remove them', run: () => removePlaced(session) };
    showNotice({ text: `No more than ${placed.length - 1} pairs can be placed by hand.`, action });
  });
}

export function removePlaced(session: Session): void {
  if (session.experiment.placed.length > 0) change(session, { placed: [] });
}

export function newSeed(session: Session): void {
  change(session, { seed: Math.floor(Math.random() * 1e6) });
}

/** Lays the starts over what is on screen. */
export function layStartsHere(session: Session): void {
  change(session, { region: session.experiment.view });
}

/**
 * The factor by which the view may be zoomed, of one that was asked for: a fate map ends where f32 can tell its pixels apart
 * no more, and says so.
 */
export function zoomFactor({ experiment, instrument }: Session, view: View, factor: number): number {
  if (!experiment.fate) return factor;
  const allowed = resolvableFactor(view, instrument.window, factor);
  if (allowed > factor) {
    showNotice({
      text: 'This is as deep as the fate map goes: neighbouring pixels are two roundings of 32-bit numbers apart.',
    });
  }
  return allowed;
}

/** Shows the home of the objective. */
export function goHome(session: Session): void {
  change(session, { view: session.instrument.objective.home });
}

/** The theme to go back to from the projector's. */
let besideProjector: Experiment['theme'] = 'dark';

/** Puts the projector's theme on, or the theme that was there before. */
export function toggleProjector(session: Session): void {
  const { theme } = session.experiment;
  if (theme !== 'projector') besideProjector = theme;
  change(session, { theme: theme === 'projector' ? besideProjector : 'projector' });
}

export function setEta(session: Session, eta: number, report: Report = tell): void {
  change(session, { eta }, report);
}

/** Everything back to the defaults, and a way back from there. */
export async function reset(session: Session): Promise<void> {
  const before = session.experiment;
  await session.open('#');
  session.instrument.restart();
  if (!wantsStillness()) session.instrument.play();
  const action = { label: 'Undo', run: () => takeBack(session, before, before) };
  showNotice({ text: 'Everything is back to the defaults.', action });
}

/** Copies the address that restores the experiment. */
export async function shareLink(session: Session): Promise<void> {
  const { shareLink: share } = await import('./share'); // few ask for it
  await share(session);
}

/** What names the experiment in files that are saved: the objective, η and k. */
export function fileName({ instrument }: Session): string {
  const { objective, experiment, step } = instrument;
  const name = objective.row?.id ?? 'own';
  return `${name} eta ${figures(experiment.eta, 4)} k ${step}`;
}
