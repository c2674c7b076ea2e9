import { LOOKED, VISIBLE } from './held.ts';

const CHANGED = 'stoa:looking';

/** Says for this tab whether it can be seen and whether somebody looks at it, for as long as it lasts. */
export function watchLooking(): () => void {
  const channel = new BroadcastChannel(CHANGED);
  const changed = () => channel.postMessage(null);
  const visible = holder(VISIBLE, changed);
  const looked = holder(LOOKED, changed);
  const look = () => {
    const seen = document.visibilityState === 'visible';
    visible(seen);
    looked(seen && document.hasFocus());
  };
  look();
  addEventListener('focus', look);
  addEventListener('blur', look);
  document.addEventListener('visibilitychange', look);
  return () => {
    removeEventListener('focus', look);
    removeEventListener('blur', look);
    document.removeEventListener('visibilitychange', look);
    visible(false);
    looked(false);
  };
}

/** Hears whenever it may have changed in any tab. */
export function onLooking(heard: () => void): () => void {
  const channel = new BroadcastChannel(CHANGED);
  channel.onmessage = heard;
  return () => channel.close();
}

function holder(name: string, changed: () => void): (hold: boolean) => void {
  let release: (() => void) | undefined;
  return (hold) => {
    if (hold === (release !== undefined)) return;
    release?.();
    release = undefined;
    if (!hold) return;
    const over = new Promise<void>((resolve) => (release = resolve));
    void navigator.locks
      .request(name, { mode: 'shared' }, () => {
        changed();
        return over;
      })
      .then(changed, () => undefined); // a browser that keeps nothing for us has no locks either
  };
}
