import { xml } from '@stoa/xmpp';
import type { Pep } from '../pep/pep.ts';
import type { Session } from '../session/session.ts';
import { type PushAddress, webPush } from './web-push.ts';
import { type WishesChange, notificationWishes } from './wishes.ts';

export type NotificationCommand =
  | { readonly type: 'wishes'; readonly change: WishesChange }
  /** Whether somebody looks at a window of this browser (XEP-0352). */
  | { readonly type: 'client-state'; readonly active: boolean }
  /** The server's key to subscribe for, if it tells browsers. */
  | { readonly type: 'push-key' }
  | { readonly type: 'push-enable'; readonly node: string; readonly to: PushAddress }
  | { readonly type: 'push-disable'; readonly node: string };

const CSI = 'urn:xmpp:csi:0';

/** What a session does so that the person is told of what they do not see. */
export function notificationDesk(session: Session, pep: Pep) {
  const wishes = notificationWishes(session, pep);
  const push = webPush(session);
  let active: boolean | undefined;

  const sayState = () => {
    if (active !== undefined) session.connection.signal(xml(active ? 'active' : 'inactive', CSI));
  };

  return {
    load: () => wishes.load(),

    /** A new stream, or a resumed one (XEP-0352 §5.2), knows nothing of the state. */
    streamBegun: sayState,

    async perform(command: NotificationCommand): Promise<string | undefined> {
      switch (command.type) {
        case 'wishes':
          await wishes.change(command.change);
          return undefined;
        case 'client-state':
          if (command.active === active) return undefined;
          active = command.active;
          sayState();
          return undefined;
        case 'push-key':
          return push.key();
        case 'push-enable':
          await push.enable(command.node, command.to);
          return undefined;
        case 'push-disable':
          await push.disable(command.node);
          return undefined;
      }
    },
  };
}
