import { type XmlElement, NS, child, childText, children, jid, parse, serialise, xml } from '@stoa/xmpp';
import { MemoryServer } from '@stoa/xmpp/testing';

interface Stored {
  readonly id: string;
  readonly at: number;
  readonly message: XmlElement;
}

/**
 * A chat server in memory, around one account: roster, presence, archives with paging, rooms, private storage. It keeps the
 * promises the client relies on: a message is in the archive before it is acknowledged or heard, and a resend with the same
 * origin-id is answered with the first entry.
 */
export class MemoryChat {
  readonly server: MemoryServer;
  readonly archive: Stored[] = [];
  readonly roomArchives = new Map<string, Stored[]>();
  readonly people = new Map<string, string>();
  readonly present = new Map<string, string | undefined>();
  readonly occupants = new Map<string, Map<string, { affiliation: string; role: string; show?: string }>>();
  readonly subjects = new Map<string, string>();
  readonly roomNames = new Map<string, string>();
  /** Every message the client sent, resends included. */
  readonly sent: XmlElement[] = [];
  /** Refuses messages whose body this matches. */
  refuse: RegExp | undefined;
  /** What came while nobody took messages: sent to who becomes available without having asked the archive. */
  private undelivered: Stored[] = [];
  private archiveAsked = false;
  fullName: string | undefined;
  admin = false;
  /** The account's own nodes: items by id. */
  readonly nodes = new Map<string, Map<string, XmlElement>>();
  private nicks = new Map<string, string>();
  private count = 0;

  constructor(
    readonly self = 'juliet@example.org',
    private readonly now: () => number = Date.now,
    token = 'token-1',
  ) {
    this.server = new MemoryServer(jid.domain(self));
    this.server.tokens.set(token, jid.local(self));
    this.server.onStanza = (stanza, reply) => {
      if (stanza.name === 'iq') this.iq(stanza, reply);
      else if (stanza.name === 'message') this.message(stanza, reply);
      else this.presence(stanza, reply);
    };
  }

  /** Talk that happened before: stored, not delivered. */
  history(from: string, to: string, body: string, at: number): Stored {
    const id = this.nextId('origin');
    return this.store(
      this.archive,
      xml(
        'message',
        NS.client,
        { from, to, type: 'chat', id },
        xml('body', NS.client, {}, body),
        xml('origin-id', NS.sid, { id }),
      ),
      at,
    );
  }

  roomHistory(room: string, nick: string, body: string, at: number): Stored {
    const from = `${room}/${nick}`;
    const message = xml('message', NS.client, { from, type: 'groupchat' }, xml('body', NS.client, {}, body));
    return this.store(this.archiveOf(room), message, at);
  }

  /** Someone writes now. */
  says(from: string, body: string): void {
    const { message, id } = this.history(from, this.self, body, this.now());
    this.deliver(xml('message', NS.client, message.attrs, ...message.children, this.stanzaId(id, this.self)));
  }

  /** Someone writes while we are away. */
  saysMeanwhile(from: string, body: string): void {
    this.undelivered.push(this.history(from, this.self, body, this.now()));
  }

  saysInRoom(room: string, nick: string, body: string): void {
    const { message, id } = this.roomHistory(room, nick, body, this.now());
    this.deliver(xml('message', NS.client, message.attrs, ...message.children, this.stanzaId(id, room)));
  }

  /** Our own other device writes. */
  saysElsewhere(to: string, body: string): void {
    const { message, id } = this.history(this.self, to, body, this.now());
    const copy = xml('message', NS.client, message.attrs, ...message.children, this.stanzaId(id, this.self));
    const sent = xml('sent', NS.carbons, {}, xml('forwarded', NS.forward, {}, copy));
    this.deliver(xml('message', NS.client, { from: this.self, to: this.self, type: 'chat' }, sent));
  }

  /** A person between two; in a room an occupant by their full address. */
  types(from: string, state = 'composing', type: 'chat' | 'groupchat' = 'chat'): void {
    this.deliver(
      xml(
        'message',
        NS.client,
        { from: type === 'chat' ? `${from}/x` : from, to: this.self, type },
        xml(state, NS.chatStates),
      ),
    );
  }

  appears(address: string, show: string | undefined): void {
    this.present.set(address, show);
    this.deliver(this.presenceOf(address, show));
  }

  enters(room: string, nick: string, show?: string): void {
    const occupant = { affiliation: 'none', role: 'participant', ...(show ? { show } : {}) };
    this.inRoom(room).set(nick, occupant);
    if (this.nicks.has(room)) this.deliver(this.occupantPresence(room, nick));
  }

  keepBookmark(room: string, name: string, nick: string): void {
    const conference = xml(
      'conference',
      NS.pepBookmarks,
      { name, autojoin: 'true' },
      xml('nick', NS.pepBookmarks, {}, nick),
    );
    this.node(NS.pepBookmarks).set(room, conference);
  }

  forgetBookmarks(): void {
    this.nodes.delete(NS.pepBookmarks);
  }

  /** Another device of the account publishes an item, or takes it away. */
  publishes(node: string, id: string, payload?: XmlElement): void {
    if (payload) this.node(node).set(id, payload);
    else this.node(node).delete(id);
    const item = payload
      ? xml('item', NS.pubsubEvent, { id }, payload)
      : xml('retract', NS.pubsubEvent, { id });
    const event = xml('event', NS.pubsubEvent, {}, xml('items', NS.pubsubEvent, { node }, item));
    this.deliver(xml('message', NS.client, { type: 'headline', from: this.self }, event));
  }

  private node(name: string): Map<string, XmlElement> {
    const known = this.nodes.get(name) ?? new Map<string, XmlElement>();
    this.nodes.set(name, known);
    return known;
  }

  private pubsub(
    pubsub: XmlElement,
    answer: (...payload: XmlElement[]) => void,
    refuse: (condition: string) => void,
  ): void {
    const asked = child(pubsub, 'items');
    const publish = child(pubsub, 'publish');
    const retract = child(pubsub, 'retract');
    if (asked) {
      const items = this.nodes.get(asked.attrs.node ?? '');
      if (!items) {
        refuse('item-not-found');
        return;
      }
      const found = [...items].map(([id, payload]) => xml('item', NS.pubsub, { id }, payload));
      answer(xml('pubsub', NS.pubsub, {}, xml('items', NS.pubsub, { node: asked.attrs.node }, ...found)));
    } else if (publish) {
      const item = child(publish, 'item');
      const payload = item?.children.find((c): c is XmlElement => typeof c !== 'string');
      answer();
      this.publishes(publish.attrs.node ?? '', item?.attrs.id ?? '', payload);
    } else if (retract) {
      answer();
      this.publishes(retract.attrs.node ?? '', child(retract, 'item')?.attrs.id ?? '');
    } else refuse('feature-not-implemented');
  }

  /** Hands the client a stanza as it is. */
  deliver(stanza: XmlElement): void {
    if (this.server.session) this.server.push(stanza);
  }

  private message(stanza: XmlElement, reply: (s: XmlElement) => void): void {
    const body = childText(stanza, 'body');
    const subject = childText(stanza, 'subject');
    const to = stanza.attrs.to ?? '';
    if (subject !== undefined && body === undefined) {
      this.subjects.set(to, subject);
      reply(this.subjectMessage(to));
      return;
    }
    if (body === undefined) return;
    this.sent.push(stanza);
    if (this.refuse?.test(body)) {
      const error = xml('error', NS.client, { type: 'cancel' }, xml('forbidden', NS.stanzaErrors));
      reply(xml('message', NS.client, { type: 'error', id: stanza.attrs.id, from: to }, error));
      return;
    }
    const room = stanza.attrs.type === 'groupchat';
    const archive = room ? this.archiveOf(to) : this.archive;
    const origin = child(stanza, 'origin-id', NS.sid)?.attrs.id;
    const from = room ? `${to}/${this.nicks.get(to)}` : this.self;
    const stored =
      archive.find(
        (s) => origin !== undefined && child(s.message, 'origin-id', NS.sid)?.attrs.id === origin,
      ) ?? this.store(archive, { ...stanza, attrs: { ...stanza.attrs, from } }, this.now());
    if (room)
      reply({ ...stored.message, children: [...stored.message.children, this.stanzaId(stored.id, to)] });
  }

  private presence(stanza: XmlElement, reply: (s: XmlElement) => void): void {
    const { to, type } = stanza.attrs;
    if (!to) {
      for (const [address, show] of this.present) reply(this.presenceOf(address, show));
      const late = this.archiveAsked ? [] : this.undelivered;
      this.undelivered = [];
      for (const { message, id, at } of late) {
        const delay = xml('delay', NS.delay, { stamp: new Date(at).toISOString() });
        reply(
          xml('message', NS.client, message.attrs, ...message.children, this.stanzaId(id, this.self), delay),
        );
      }
      return;
    }
    const room = jid.bare(to);
    const nick = jid.resource(to);
    const inside = this.inRoom(room);
    if (type === 'unavailable') {
      inside.delete(nick);
      this.nicks.delete(room);
      return;
    }
    const mine = this.nicks.get(room);
    if (inside.has(nick) && mine !== nick) {
      const error = xml('error', NS.client, { type: 'cancel' }, xml('conflict', NS.stanzaErrors));
      reply(xml('presence', NS.client, { type: 'error', from: to }, error));
      return;
    }
    const isNew = !this.roomArchives.has(room) && inside.size === 0;
    if (mine !== undefined && mine !== nick) {
      const x = xml(
        'x',
        NS.mucUser,
        {},
        xml('item', NS.mucUser, { nick }),
        xml('status', NS.mucUser, { code: '303' }),
      );
      inside.delete(mine);
      reply(xml('presence', NS.client, { from: `${room}/${mine}`, type: 'unavailable' }, x));
    }
    for (const other of inside.keys()) if (other !== nick) reply(this.occupantPresence(room, other));
    inside.set(nick, { affiliation: isNew ? 'owner' : 'member', role: isNew ? 'moderator' : 'participant' });
    this.nicks.set(room, nick);
    reply(this.occupantPresence(room, nick, isNew ? ['110', '201'] : ['110']));
    if (mine === undefined) reply(this.subjectMessage(room));
  }

  private iq(iq: XmlElement, reply: (s: XmlElement) => void): void {
    const { id, to } = iq.attrs;
    const answer = (...payload: XmlElement[]) =>
      reply(xml('iq', NS.client, { type: 'result', id, from: to }, ...payload));
    const refuse = (condition: string) => {
      const error = xml('error', NS.client, { type: 'cancel' }, xml(condition, NS.stanzaErrors));
      reply(xml('iq', NS.client, { type: 'error', id, from: to }, error));
    };
    const query = child(iq, 'query', NS.mam);
    if (child(iq, 'query', NS.roster)) {
      const items = [...this.people].map(([address, name]) =>
        xml('item', NS.roster, { jid: address, name, subscription: 'both' }),
      );
      answer(xml('query', NS.roster, {}, ...items));
    } else if (query) {
      if (!to) this.archiveAsked = true;
      this.page(query, to ? this.archiveOf(to) : this.archive, reply, answer, refuse);
    } else if (child(iq, 'ping', NS.ping)) {
      answer();
    } else if (child(iq, 'pubsub', NS.pubsub)) {
      this.pubsub(child(iq, 'pubsub', NS.pubsub) ?? iq, answer, refuse);
    } else if (child(iq, 'vCard', NS.vcard)) {
      answer(xml('vCard', NS.vcard, {}, ...(this.fullName ? [xml('FN', NS.vcard, {}, this.fullName)] : [])));
    } else if (child(iq, 'query', NS.discoItems)) {
      const items = [...this.occupants.keys()].map((room) =>
        xml('item', NS.discoItems, { jid: room, name: this.roomNames.get(room) }),
      );
      answer(xml('query', NS.discoItems, {}, ...items));
    } else if (child(iq, 'query', NS.discoInfo)) {
      const name = this.roomNames.get(to ?? '');
      if (to && !this.occupants.has(to) && !name) {
        refuse('item-not-found');
        return;
      }
      answer(
        xml(
          'query',
          NS.discoInfo,
          {},
          xml('identity', NS.discoInfo, { category: 'conference', type: 'text', name }),
        ),
      );
    } else if (child(iq, 'query', NS.mucOwner)) {
      const form = child(child(iq, 'query', NS.mucOwner) ?? iq, 'x', NS.dataForms);
      const named = form && children(form, 'field').find((f) => f.attrs.var === 'muc#roomconfig_roomname');
      const name = named && childText(named, 'value');
      if (name) this.roomNames.set(to ?? '', name);
      answer();
    } else if (child(iq, 'token', NS.stoaApi)) {
      if (this.admin) answer(xml('token', NS.stoaApi, { expires: '2030-01-01T00:00:00Z' }, 'bearer'));
      else refuse('forbidden');
    } else refuse('service-unavailable');
  }

  private page(
    query: XmlElement,
    archive: readonly Stored[],
    reply: (s: XmlElement) => void,
    answer: (...payload: XmlElement[]) => void,
    refuse: (condition: string) => void,
  ): void {
    const form = child(query, 'x', NS.dataForms);
    const value = (name: string) => {
      const field = form && children(form, 'field').find((f) => f.attrs.var === name);
      return field && childText(field, 'value');
    };
    const set = child(query, 'set', NS.rsm);
    const max = Number((set && childText(set, 'max')) ?? 50);
    const before = set && childText(set, 'before');
    const after = set && childText(set, 'after');
    const withAddress = value('with');
    const start = Date.parse(value('start') ?? '');
    let found = archive.filter((s) => {
      const { from = '', to = '' } = s.message.attrs;
      const fits = !withAddress || jid.bare(from) === withAddress || jid.bare(to) === withAddress;
      return fits && !(s.at < start);
    });
    if ([before, after].some((id) => id && !archive.some((s) => s.id === id))) {
      refuse('item-not-found');
      return;
    }
    if (after) found = found.filter((s) => archive.indexOf(s) > archive.findIndex((a) => a.id === after));
    if (before) found = found.filter((s) => archive.indexOf(s) < archive.findIndex((a) => a.id === before));
    const page = before !== undefined ? found.slice(-max) : found.slice(0, max);
    for (const s of page) {
      const delay = xml('delay', NS.delay, { stamp: new Date(s.at).toISOString() });
      const forwarded = xml('forwarded', NS.forward, {}, delay, s.message);
      const result = xml('result', NS.mam, { queryid: query.attrs.queryid, id: s.id }, forwarded);
      reply(xml('message', NS.client, { to: this.self }, result));
    }
    const first = page[0];
    const last = page.at(-1);
    answer(
      xml(
        'fin',
        NS.mam,
        { complete: page.length === found.length ? 'true' : undefined },
        xml(
          'set',
          NS.rsm,
          {},
          first && xml('first', NS.rsm, {}, first.id),
          last && xml('last', NS.rsm, {}, last.id),
        ),
      ),
    );
  }

  private store(archive: Stored[], message: XmlElement, at: number): Stored {
    // Through text and back, as on a wire.
    const stored = { id: this.nextId('archive'), at, message: parse(serialise(message)) };
    archive.push(stored);
    return stored;
  }

  private archiveOf(room: string): Stored[] {
    const known = this.roomArchives.get(room) ?? [];
    this.roomArchives.set(room, known);
    return known;
  }

  private inRoom(room: string) {
    const known =
      this.occupants.get(room) ?? new Map<string, { affiliation: string; role: string; show?: string }>();
    this.occupants.set(room, known);
    return known;
  }

  private presenceOf(address: string, show: string | undefined): XmlElement {
    const from = `${address}/phone`;
    if (show === 'offline') return xml('presence', NS.client, { from, type: 'unavailable' });
    return xml('presence', NS.client, { from }, show !== undefined && xml('show', NS.client, {}, show));
  }

  private occupantPresence(room: string, nick: string, codes: readonly string[] = []): XmlElement {
    const { affiliation = 'none', role = 'participant', show } = this.inRoom(room).get(nick) ?? {};
    const item = xml('item', NS.mucUser, { affiliation, role });
    const statuses = codes.map((code) => xml('status', NS.mucUser, { code }));
    const x = xml('x', NS.mucUser, {}, item, ...statuses);
    return xml(
      'presence',
      NS.client,
      { from: `${room}/${nick}` },
      show !== undefined && xml('show', NS.client, {}, show),
      x,
    );
  }

  private subjectMessage(room: string): XmlElement {
    const subject = xml('subject', NS.client, {}, this.subjects.get(room) ?? '');
    return xml('message', NS.client, { from: room, type: 'groupchat' }, subject);
  }

  private stanzaId(id: string, by: string): XmlElement {
    return xml('stanza-id', NS.sid, { id, by });
  }

  private nextId(kind: string): string {
    this.count += 1;
    return `${kind}-${this.count}`;
  }
}
