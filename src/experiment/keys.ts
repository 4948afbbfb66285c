import type { Range } from '../math/range';
import type { MethodId, MethodSettings } from '../methods/method';
import { METHODS } from '../methods/table';
import type { Objective, View } from '../objectives/objective';
import { defaultEta, defaultEtas } from './eta';
import { lessonKind } from './lessonBook';
import {
  bandKind,
  boxKind,
  choiceKind,
  choicesKind,
  factorsKind,
  type Kind,
  lineKind,
  metricKind,
  numberKind,
  optionalKind,
  type Point,
  pointKind,
  pointsKind,
  rangeKind,
  switchKind,
  viewKind,
  wholeKind,
} from './values';

/** A named layout of starts, or exactly the points given: `points:1,2;-0.5,0.3`. */
type Starts = 'grid' | 'random' | 'ring' | `points:${string}`;

/** Everything of an experiment beside the objective and its parameters. */
export interface Settings extends MethodSettings {
  /** Learning rate η. */
  readonly eta: number;
  readonly methods: readonly MethodId[];
  /** By how much η is multiplied for single methods; 1 where nothing is said. */
  readonly factors: Factors;
  /** How closely adaptive integrators follow their flow; `auto` chooses by the number of particles. */
  readonly precision: 'auto' | 'fine' | 'fast';
  readonly starts: Starts;
  /** Number of starts; ignored where `starts` gives points. */
  readonly count: number;
  /** Everything random follows from it. */
  readonly seed: number;
  /** What the screen shows: centre x, centre y, half height. */
  readonly view: View;
  /** Starts are laid in the 16:9 box of this centre and half height. */
  readonly region: View;
  /** Starts placed by hand, beside the laid ones. */
  readonly placed: readonly Point[];
  /** true: the endless field, particles start afresh after a while; false: every particle lives on. */
  readonly respawn: boolean;
  /** Positions kept per particle. */
  readonly trail: number;
  /** Steps per second. */
  readonly speed: number;
  readonly theme: 'dark' | 'light' | 'projector';
  /** How trails are drawn; `auto` chooses by the number of particles. */
  readonly look: 'auto' | 'strokes' | 'light';
  readonly contours: boolean;
  readonly arrows: boolean;
  /** Whether Langevin's particles are counted into a density, to be held against e^{−βf}. */
  readonly density: boolean;
  /** What the dock below the plane shows. */
  readonly dock: 'closed' | 'plots' | 'checks' | 'compare' | 'line' | 'orbits';
  /** The quantity that is plotted: f − f*, ‖θ − θ*‖, coordinates along the eigenvectors, ‖∇f‖, ‖θ‖, λmax(H), shares by status. */
  readonly plot: 'value' | 'distance' | 'modes' | 'gradient' | 'norm' | 'edge' | 'shares';
  /** What it is plotted against: the step k or the time t. */
  readonly against: 'k' | 't';
  /** Whether starts are coloured by how far their two particles, of gradient descent and of the flow, have come apart. */
  readonly apart: boolean;
  /** The pair that is marked on the plane and followed in the plots, by its index; null for none. */
  readonly pair: number | null;
  /** Whether the ground is coloured by what becomes of gradient descent, or of another `rule`, from each point. */
  readonly fate: boolean;
  /** The method whose fates, orbits and fan the laboratory shows. */
  readonly rule: MethodId;
  /** Steps after which a fate is decided, or not. */
  readonly horizon: number;
  /** The learning rates across the fan, the map over starts and η, and the bifurcation diagram. */
  readonly etas: Range;
  /** Whether trajectories from `origin` are drawn for all of `etas` at once. */
  readonly fan: boolean;
  /** Where the fan starts. */
  readonly origin: Point;
  /** The ends of the line of starts of the map over starts and η. */
  readonly line: readonly [Point, Point];
  /** The part of that map whose boundary is measured: place along the line from 0 to 1, and η; null for all that is shown. */
  readonly box: readonly [Point, Point] | null;
  /** What a bifurcation diagram shows of the points that are visited. */
  readonly visits: 'x' | 'y' | 'f';
  /** The values that it shows, from–to; null for all of them. */
  readonly band: readonly [number, number] | null;
  /** The lesson that the experiment belongs to, by its id; null outside of the lecture. Setting it begins that lesson. */
  readonly lesson: string | null;
  /** Whether the page is a figure in another one: the plane and its caption alone, at rest until it is pressed. */
  readonly embed: boolean;
}

/** Factors on η by method. */
export type Factors = { readonly [M in MethodId]?: number };

/** What the machine at hand can bear. */
export interface Environment {
  /** The default number of starts: small on a software adapter. */
  readonly count: number;
  /** The largest number of starts that the adapter's buffers hold. */
  readonly countLimit: number;
}

/** One key of the experiment: its values, and the one it has when nobody says. */
export interface Key<V> {
  readonly kind: (environment: Environment) => Kind<V>;
  readonly fallback: (objective: Objective, environment: Environment) => V;
  /** Belongs to the objective: another objective starts from its own fallback. */
  readonly local?: true;
  /** Stays as it is when a lesson begins: it is about the room, not about the subject. */
  readonly abides?: true;
  /** The fallback is not the same everywhere (measured, or the machine's), so that every link has to tell. */
  readonly volatile?: (objective: Objective) => boolean;
}

/** Particle indices stay exact in f32 up to here. */
const MOST_STARTS = 2 ** 24;
/** Starts that can be placed by hand. */
export const MOST_PLACED = 64;

const etaKind = numberKind('a positive number up to 1e12', (eta) => eta > 0 && eta <= 1e12);
const speedKind = numberKind('a number from 0.1 to 1000', (speed) => speed >= 0.1 && speed <= 1000);
const placedKind = pointsKind(0, MOST_PLACED);
const listedKind = pointsKind(1, 256);
const layoutKind = choiceKind('grid', 'random', 'ring');
const METHOD_IDS = METHODS.map(({ id }) => id);
const methodsKind = choicesKind(METHOD_IDS);
const factorKind = factorsKind(
  METHOD_IDS,
  numberKind('a positive number up to 1e9', (factor) => factor > 0 && factor <= 1e9),
);
const precisionKind = choiceKind('auto', 'fine', 'fast');
const noiseKind = choiceKind('euler', 'leimkuhler');
const temperatureKind = numberKind('a number from 0 to 1e9', (value) => value >= 0 && value <= 1e9);
const decayKind = numberKind('a number from 0 to below 1', (value) => value >= 0 && value < 1);
const epsilonKind = numberKind('a positive number up to 1', (value) => value > 0 && value <= 1);
const themeKind = choiceKind('dark', 'light', 'projector');
const dockKind = choiceKind('closed', 'plots', 'checks', 'compare', 'line', 'orbits');
const plotKind = choiceKind('value', 'distance', 'modes', 'gradient', 'norm', 'edge', 'shares');
const againstKind = choiceKind('k', 't');
const pairKind = optionalKind(wholeKind(0, MOST_STARTS + MOST_PLACED - 1));
const ruleKind = choiceKind(...METHOD_IDS);
const horizonKind = wholeKind(10, 100_000);
const windowKind = optionalKind(boxKind);
const visitsKind = choiceKind('x', 'y', 'f');
const valuesKind = optionalKind(bandKind);
const lookKind = choiceKind('auto', 'strokes', 'light');
const seedKind = wholeKind(0, 2 ** 32 - 1);
const trailKind = wholeKind(2, 512);

/** Parameters of an objective: any number, written by its single letter. */
export const parameterKind = numberKind(
  'a number of at most 1e12 in size',
  (value) => Math.abs(value) <= 1e12,
);

const POINTS = 'points:';

/** The points that `starts` lists; null for a named layout. */
export function listedPoints(starts: string): readonly Point[] | null {
  if (!starts.startsWith(POINTS)) return null;
  return listedKind.read(starts.slice(POINTS.length)) ?? null;
}

const startsKind: Kind<Starts> = {
  allowed: `${layoutKind.allowed}, or points: followed by ${listedKind.allowed}`,
  read: (given) => {
    if (typeof given !== 'string') return undefined;
    const points = listedPoints(given);
    return points ? `${POINTS}${listedKind.write(points)}` : layoutKind.read(given);
  },
  write: (starts) => starts,
};

const homeOf = ({ home: [x, y, half] }: Objective): View => Object.freeze([x, y, half] as const);

/** Places for the start of a fan, in half heights from the middle: aside of it, where little is special. */
const ASIDE = [
  [-0.62, 0.54],
  [-0.1, 0.13],
] as const;
/** A fan that starts nearer to a minimum than this has no way to show. */
const TOO_NEAR = 0.4;

const originOf = ({ home: [x, y, half], minimisers }: Objective): Point => {
  const places = ASIDE.map(([right, up]) => [x + right * half, y + up * half] as const);
  const apart = ([px, py]: Point) =>
    minimisers.every((minimum) => Math.hypot(px - minimum.x, py - minimum.y) > TOO_NEAR * half);
  const [first] = places;
  return Object.freeze(places.find(apart) ?? first ?? ([x, y] as const));
};

/** From left to right through the middle of the home view, a little aside of where symmetries would lie; its ends are free of the panel. */
const lineOf = ({ home: [x, y, half] }: Objective): readonly [Point, Point] => {
  const at = (side: number): Point => Object.freeze([x + 1.45 * side * half, y + 0.1 * half] as const);
  return Object.freeze([at(-1), at(1)] as const);
};

/** Every key beside `objective` and the parameters, in the order in which links list them. */
export const KEYS: { readonly [K in keyof Settings]: Key<Settings[K]> } = {
  eta: { kind: () => etaKind, fallback: defaultEta, local: true, volatile: ({ row }) => row === null },
  methods: { kind: () => methodsKind, fallback: () => Object.freeze<MethodId[]>(['gd', 'gf']) },
  factors: { kind: () => factorKind, fallback: () => Object.freeze({}), local: true },
  momentum: { kind: () => decayKind, fallback: () => 0.9 },
  temperature: { kind: () => temperatureKind, fallback: () => 0.1 },
  noise: { kind: () => noiseKind, fallback: () => 'euler' },
  metric: {
    kind: () => metricKind,
    fallback: ({ row }) => (row?.id === 'kl' ? 'fisher' : 'newton'),
    local: true,
  },
  beta1: { kind: () => decayKind, fallback: () => 0.9 },
  beta2: { kind: () => decayKind, fallback: () => 0.999 },
  epsilon: { kind: () => epsilonKind, fallback: () => 1e-8 },
  precision: { kind: () => precisionKind, fallback: () => 'auto' },
  starts: { kind: () => startsKind, fallback: () => 'random' },
  count: {
    kind: ({ countLimit }) => wholeKind(1, Math.min(countLimit, MOST_STARTS)),
    fallback: (_, { count }) => count,
    volatile: () => true,
  },
  seed: { kind: () => seedKind, fallback: () => 1 },
  view: { kind: () => viewKind, fallback: homeOf, local: true },
  region: { kind: () => viewKind, fallback: homeOf, local: true },
  placed: { kind: () => placedKind, fallback: () => Object.freeze([]), local: true },
  respawn: { kind: () => switchKind, fallback: () => true },
  trail: { kind: () => trailKind, fallback: () => 32 },
  speed: { kind: () => speedKind, fallback: () => 8 },
  theme: { kind: () => themeKind, fallback: () => 'dark', abides: true },
  look: { kind: () => lookKind, fallback: () => 'auto' },
  contours: { kind: () => switchKind, fallback: () => true },
  arrows: { kind: () => switchKind, fallback: () => true },
  density: { kind: () => switchKind, fallback: () => false },
  dock: { kind: () => dockKind, fallback: () => 'closed' },
  plot: { kind: () => plotKind, fallback: () => 'value' },
  against: { kind: () => againstKind, fallback: () => 'k' },
  apart: { kind: () => switchKind, fallback: () => false },
  pair: { kind: () => pairKind, fallback: () => null, local: true },
  fate: { kind: () => switchKind, fallback: () => false },
  rule: { kind: () => ruleKind, fallback: () => 'gd' },
  horizon: { kind: () => horizonKind, fallback: () => 1000 },
  etas: { kind: () => rangeKind, fallback: defaultEtas, local: true },
  fan: { kind: () => switchKind, fallback: () => false },
  origin: { kind: () => pointKind, fallback: originOf, local: true },
  line: { kind: () => lineKind, fallback: lineOf, local: true },
  box: { kind: () => windowKind, fallback: () => null, local: true },
  visits: { kind: () => visitsKind, fallback: () => 'x' },
  band: { kind: () => valuesKind, fallback: () => null, local: true },
  lesson: { kind: () => optionalKind(lessonKind), fallback: () => null },
  embed: { kind: () => switchKind, fallback: () => false, abides: true },
};
