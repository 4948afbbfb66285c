import { showNotice } from './notice';
import type { Session } from './session';

/** A longer address is cut off by some of what it is sent through. */
const SAFE_LENGTH = 1800;

/** Copies the address that restores the experiment; where the clipboard is refused, shows it for copying by hand. */
export async function shareLink(session: Session): Promise<void> {
  const address = `${location.href.replace(/#.*$/, '')}${session.link}`;
  const warnings = warningsOf(address);
  const lasting = warnings.length > 0;
  try {
    await navigator.clipboard.writeText(address);
    showNotice({ text: ['Link copied. It restores this experiment.', ...warnings].join(' '), lasting });
  } catch {
    const text = ['This link restores the experiment.', ...warnings, 'Copy it:'].join(' ');
    showNotice({ text, copy: address });
  }
}

/** Why an address may not do for whom it is sent to. */
function warningsOf(address: string): readonly string[] {
  const long =
    `It is long, ${address.length.toLocaleString('en-US')} characters: some chats and mail programs cut it off; ` +
    'save the experiment as a file instead.';
  const local =
    'It names the file on this computer: elsewhere, put what follows the # behind the address of etascope there.';
  return [...(address.length > SAFE_LENGTH ? [long] : []), ...(address.startsWith('file:') ? [local] : [])];
}
