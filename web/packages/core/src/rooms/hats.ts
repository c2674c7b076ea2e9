import { type XmlElement, NS, child, children, randomId, xml } from '@stoa/xmpp';
import { formField, submitForm, valuesOf } from '../forms/data-form.ts';
import type { Session } from '../session/session.ts';
import { shownName } from '../texts/shown-text.ts';
import type { HatChange, RoomHat, RoomHats } from './room-commands.ts';

const FORM = 'urn:xmpp:hats:commands';

type Command = 'list' | 'list-assigned' | 'create' | 'destroy' | 'assign' | 'unassign';

/** The hats of a room and who wears them (XEP-0317 §4, §5), by its commands (XEP-0050). The room decides whether one may. */
export function hats(session: Session) {
  const run = async (room: string, command: Command, fields: Readonly<Record<string, string>> = {}) =>
    child(await session.connection.request('set', room, hatCommand(command, fields)), 'command', NS.commands);

  return {
    async list(room: string): Promise<RoomHats> {
      const [all, worn] = await Promise.all([run(room, 'list'), run(room, 'list-assigned')]);
      return {
        hats: rows(all).flatMap(readHat),
        worn: rows(worn).flatMap((row) => {
          const [who] = valuesOf(row, 'hats#jid');
          const [uri] = valuesOf(row, 'hats#uri');
          return who && uri ? [{ who, uri }] : [];
        }),
      };
    },

    /** Gives the URI of the hat that it was about. */
    async change(room: string, change: HatChange): Promise<string> {
      if (change.act !== 'create') {
        await run(room, change.act, { uri: change.uri, ...('who' in change ? { jid: change.who } : {}) });
        return change.uri;
      }
      const uri = `urn:stoa:hat:${randomId(16)}`;
      const { title, hue } = change;
      await run(room, 'create', { uri, title, ...(hue === undefined ? {} : { hue: String(hue) }) });
      return uri;
    },
  };
}

/** A command with its form filled in, which the room carries out at once. */
export function hatCommand(command: Command, fields: Readonly<Record<string, string>>): XmlElement {
  const filled = Object.entries(fields).map(([name, value]) => formField(`hats#${name}`, value));
  return xml(
    'command',
    NS.commands,
    { node: `${FORM}:${command}`, action: 'execute' },
    filled.length > 0 && submitForm([formField('FORM_TYPE', FORM), ...filled]),
  );
}

/** The rows of a result (XEP-0004 §3.4). */
function rows(command: XmlElement | undefined): readonly XmlElement[] {
  const table = command && child(command, 'x', NS.dataForms);
  return table ? children(table, 'item') : [];
}

export function readHat(row: XmlElement): RoomHat[] {
  const [uri] = valuesOf(row, 'hats#uri');
  const title = shownName(valuesOf(row, 'hats#title')[0] ?? '');
  const hue = hueOf(valuesOf(row, 'hats#hue')[0]);
  return uri && title ? [{ uri, title, ...(hue === undefined ? {} : { hue }) }] : [];
}

/** An angle of the colour wheel, or nothing. */
export function hueOf(text: string | undefined): number | undefined {
  const hue = text === undefined || text.trim() === '' ? NaN : Number(text);
  return hue >= 0 && hue <= 360 ? hue : undefined;
}
