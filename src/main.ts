import './ui/style.css';
import { asksForBench } from './bench/asks';
import type { Experiment } from './experiment/experiment';
import type { Environment } from './experiment/keys';
import { asksForLesson, openBook } from './experiment/lessonBook';
import { parseLink } from './experiment/link';
import { DeviceError, type Gpu } from './gpu/device';
import { withDevice } from './gpu/recovery';
import { ShaderError } from './gpu/shader';
import { environmentOf, Instrument, RoomError } from './instrument';
import { keepAddress } from './ui/address';
import type { FailureReason } from './ui/failure';
import { mountInterface } from './ui/interface';
import { lostLastTime } from './ui/lastLoss';
import { guardOf } from './ui/losses';
import { beginMoving } from './ui/motion';
import { showNotice } from './ui/notice';
import { showRejected } from './ui/rejected';
import { scriptOver } from './ui/script';
import { halved, Session, tellFewer } from './ui/session';
import { keepSize } from './ui/stage';

let unmount: () => void = () => undefined;

if (asksForBench(location.hash)) import('./bench/page').then(({ openBench }) => openBench(), fail);
else begin();

function begin(): void {
  const opening = open();
  window.etascope = scriptOver(opening);
  opening.catch(fail);
  opening.then(() => Promise.all([loadFailure(), loadErrors()])).catch(() => undefined);
  addEventListener('hashchange', () => {
    if (asksForBench(location.hash)) location.reload();
  });
}

/** From nothing to the first frame. */
async function open(): Promise<Session> {
  const canvas = document.querySelector<HTMLCanvasElement>('#plane');
  if (canvas === null) throw new Error('The page has no canvas.');
  const link = lostLastTime(location.hash) ? await confirmed(location.hash) : location.hash;
  const book = asksForLesson(link) ? openBook() : null;
  let session: Session | null = null;
  const guard = guardOf({
    instrument: () => session?.instrument ?? null,
    link: () => session?.link ?? link,
    watch,
    fail,
  });
  const { instrument, environment, rejected } = await withDevice(async (gpu) => {
    watch(gpu);
    await book;
    const environment = environmentOf(gpu);
    const { experiment, rejected } = parseLink(link, environment);
    const instrument = await createWithRoom(experiment, environment, (fitting) =>
      Instrument.create(gpu, canvas, fitting, guard),
    );
    return { instrument, environment, rejected };
  });
  session = new Session(instrument, environment);
  keepSize(instrument, canvas);
  unmount = mountInterface(session, canvas.parentElement ?? document.body);
  keepAddress(session, showRejected);
  showRejected(rejected);
  if (instrument.gpu.software && !instrument.experiment.embed) showNotice({ text: SOFTWARE, lasting: true });
  beginMoving(instrument);
  await instrument.drawn();
  return session;
}

/** The instrument with an experiment, or with half as many pairs, and half of that, until there is memory for them. */
async function createWithRoom(
  experiment: Experiment,
  environment: Environment,
  create: (fitting: Experiment) => Promise<Instrument>,
): Promise<Instrument> {
  for (let fitting = experiment; ; fitting = halved(fitting, environment)) {
    try {
      const instrument = await create(fitting);
      if (fitting !== experiment) tellFewer(experiment.count, fitting.count);
      return instrument;
    } catch (error) {
      if (!(error instanceof RoomError) || fitting.count === 1) throw error;
    }
  }
}

/** The link to open in place of one that has lost the device, after asking. */
async function confirmed(link: string): Promise<string> {
  const { askBeforeRunning } = await import('./ui/runAnyway');
  return askBeforeRunning(link);
}

const SOFTWARE =
  'This browser draws on the CPU: all works, but slowly. ' +
  'Switch on graphics acceleration in its settings, under System.';

/** What tells of failures: loaded when all is well and the first picture is there, so that it is at hand when nothing else is. */
function loadFailure() {
  return import('./ui/failure');
}

function loadErrors() {
  return import('./ui/gpuErrors');
}

/** Tells of what a device refuses from now on. */
function watch({ device }: Gpu): void {
  device.addEventListener('uncapturederror', async ({ error }) => {
    const { gpuErrors } = await loadErrors();
    gpuErrors.hear(error.message);
  });
}

function fail(error: unknown): void {
  unmount();
  loadFailure().then(
    ({ showFailure }) => showFailure(document.body, reasonOf(error), error),
    () => document.body.replaceChildren(String(error)), // without a network, too
  );
}

function reasonOf(error: unknown): FailureReason {
  if (error instanceof DeviceError) return error.reason;
  return error instanceof ShaderError ? 'shader' : 'unexpected';
}
