/** Why there is no picture. */
export type FailureReason =
  | 'insecure'
  | 'unsupported'
  | 'no-adapter'
  | 'compatibility'
  | 'silent-adapter'
  | 'no-device'
  | 'lost'
  | 'shader'
  | 'unexpected';

interface Advice {
  readonly title: string;
  readonly what: string;
  /** What to do, one step each. */
  readonly steps: readonly string[];
}

const GRAPHICS_STEPS = [
  'Open chrome://gpu (edge://gpu) and look at the line WebGPU: it says what is switched off, and why.',
  'Switch on “Use graphics acceleration when available” in the browser’s settings under System, and restart it.',
  'Update the graphics driver. On Linux, WebGPU needs a Vulkan driver (package mesa-vulkan-drivers).',
] as const;

const ADVICE: Readonly<Record<FailureReason, Advice>> = {
  insecure: {
    title: 'This address is not secure',
    what: 'Browsers give the graphics processor (WebGPU) only to pages from https:// or from this very computer.',
    steps: [
      'Open the page under https://, or as http://localhost.',
      'Started with npm start? Use the address that it printed, on the same computer.',
    ],
  },
  unsupported: {
    title: 'This browser has no WebGPU',
    what: 'etascope computes on the graphics processor through WebGPU, which this browser does not offer.',
    steps: [
      'Open this page in a current Chrome or Edge (version 113 or later) on Windows, macOS, ChromeOS or Android.',
      'On Linux: Chrome 144 or later, or switch on chrome://flags/#enable-unsafe-webgpu.',
      'Safari has WebGPU from version 26, Firefox from 141 on Windows.',
    ],
  },
  'no-adapter': {
    title: 'The browser found no graphics processor to use',
    what: 'WebGPU is there, but no adapter: often the driver is blocked or graphics acceleration is switched off.',
    steps: GRAPHICS_STEPS,
  },
  compatibility: {
    title: 'This graphics processor has only half of WebGPU',
    what: 'The browser offers WebGPU’s compatibility mode, whose shaders may not read the particles while they draw them.',
    steps: [
      'Open this page in another browser, or on another computer.',
      'Update the graphics driver: compatibility mode is what old ones (OpenGL, Direct3D 11) get.',
      ...GRAPHICS_STEPS,
    ],
  },
  'silent-adapter': {
    title: 'The graphics processor does not answer',
    what: 'The browser was asked for an adapter five seconds ago and has not replied.',
    steps: [
      'Reload the page.',
      'Close other tabs that draw a lot, or restart the browser.',
      ...GRAPHICS_STEPS,
    ],
  },
  'no-device': {
    title: 'The graphics processor refused to work',
    what: 'There is an adapter, but it gave no device.',
    steps: ['Close other tabs that draw a lot, and reload the page.', ...GRAPHICS_STEPS],
  },
  lost: {
    title: 'The graphics processor was reset',
    what: 'The browser or the driver ended the connection, and did not give another one. The experiment is in the address of this page.',
    steps: [
      'Reload the page: the same experiment starts again.',
      'Browsers that have been reset several times refuse for a while: close the browser and open this address again.',
      'If it happens again, choose fewer pairs, or a smaller window.',
    ],
  },
  shader: {
    title: 'A shader did not compile',
    what: 'This browser’s compiler refused a program that others accept. That is a fault of etascope or of the browser.',
    steps: [
      'Update the browser and the graphics driver, and reload the page.',
      'Open the page without anything behind the # of its address: the first objective is the simplest.',
      'Report it with the details below.',
    ],
  },
  unexpected: {
    title: 'etascope could not start',
    what: 'Something happened that it was not prepared for.',
    steps: ['Reload the page.', 'If it happens again, report it with the details below.'],
  },
};

/** Puts a page in place of the picture that says what is wrong and what to do, in plain words. */
export function showFailure(root: HTMLElement, reason: FailureReason, error: unknown): void {
  const { title, what, steps } = ADVICE[reason];
  const page = document.createElement('main');
  page.className = 'failure';
  page.dataset['reason'] = reason;
  page.append(
    element('p', 'etascope', 'failure-name'),
    element('h1', title),
    element('p', what),
    list(steps),
    reloadButton(),
    details(error),
  );
  root.replaceChildren(page);
  page.tabIndex = -1;
  page.focus();
}

function element(tag: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

function list(steps: readonly string[]): HTMLElement {
  const made = document.createElement('ol');
  made.append(...steps.map((step) => element('li', step)));
  return made;
}

function reloadButton(): HTMLElement {
  const button = element('button', 'Reload');
  button.addEventListener('click', () => location.reload());
  return button;
}

function details(error: unknown): HTMLElement {
  const made = document.createElement('details');
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  made.append(element('summary', 'Details'), element('pre', `${text}\n${navigator.userAgent}`));
  return made;
}
