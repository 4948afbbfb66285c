import './ui/style.css';
import { parseLink } from './experiment/link';
import { DeviceError, type Gpu, requestGpu } from './gpu/device';
import { ShaderError } from './gpu/shader';
import { environmentOf, Instrument } from './instrument';
import { keepAddress } from './ui/address';
import { type FailureReason, showFailure } from './ui/failure';
import { mountInterface } from './ui/interface';
import { showNotice } from './ui/notice';
import { showRejected } from './ui/rejected';
import { scriptOver } from './ui/script';
import { Session } from './ui/session';
import { keepSize } from './ui/stage';

let unmount: () => void = () => undefined;

const opening = open();
window.etascope = scriptOver(opening);
opening.catch(fail);

/** From nothing to the first frame. */
async function open(): Promise<Session> {
  const gpu = await requestGpu();
  watch(gpu);
  const environment = environmentOf(gpu);
  const { experiment, rejected } = parseLink(location.hash, environment);
  const canvas = document.querySelector<HTMLCanvasElement>('#plane');
  if (canvas === null) throw new Error('The page has no canvas.');
  const instrument = await Instrument.create(gpu, canvas, experiment);
  const session = new Session(instrument, environment);
  keepSize(instrument, canvas);
  unmount = mountInterface(session, document.body);
  keepAddress(session, showRejected);
  showRejected(rejected);
  if (gpu.software) showNotice({ text: SOFTWARE, lasting: true });
  instrument.play();
  await instrument.drawn();
  return session;
}

const SOFTWARE =
  'This browser draws on the CPU: everything works, but slowly, so that fewer pairs are shown. ' +
  'For a graphics processor, switch on graphics acceleration in the browser’s settings under System.';

/** Tells of what goes wrong later. A faulty call is told once: what follows from it would only bury it. */
function watch({ device }: Gpu): void {
  void device.lost.then(({ reason, message }) => {
    if (reason !== 'destroyed') fail(new DeviceError('lost', message));
  });
  const tell = ({ error }: GPUUncapturedErrorEvent) =>
    showNotice({
      text: 'The graphics processor reported an error; the picture may be wrong.',
      details: [error.message],
    });
  device.addEventListener('uncapturederror', tell, { once: true });
}

function fail(error: unknown): void {
  unmount();
  showFailure(document.body, reasonOf(error), error);
}

function reasonOf(error: unknown): FailureReason {
  if (error instanceof DeviceError) return error.reason;
  return error instanceof ShaderError ? 'shader' : 'unexpected';
}
