import { NS, xml } from '@stoa/xmpp';
import type { Session } from '../session/session.ts';

/** Has a room take back a line of anybody's (XEP-0425 §3). Rejects when we are no moderator, or the line is gone. */
export async function moderate(session: Session, room: string, line: string, reason: string): Promise<void> {
  const request = xml(
    'moderate',
    NS.moderate,
    { id: line },
    xml('retract', NS.retract),
    reason !== '' && xml('reason', NS.moderate, {}, reason),
  );
  await session.connection.request('set', room, request);
}
