import {
  type ChatEvent,
  type ChatState,
  type Mirrors,
  decide,
  mentionsUs,
  nameOf,
  notifyOf,
  openMirrors,
  ourselvesIn,
  unreadNumber,
} from '@stoa/core';
import { t, wordsOf } from '@stoa/ui';
import { jid } from '@stoa/xmpp';
import { loadAccount } from '../account.ts';
import { pathOf } from '../paths.ts';
import { device } from './device.svelte.ts';
import { LOOKED, VISIBLE, isHeld } from './held.ts';
import { onLooking } from './looking.ts';
import { type Asks, keepRegistered } from './push.ts';
import { carriedBy, isUpTo, notificationOf, show } from './show.ts';

/** What was said longer ago is no news: after a long sleep the numbers tell it. */
const NEWS_MS = 10 * 60_000;

/** What is kept for the service worker is written this long after a change, at the latest. */
const MIRROR_AFTER_MS = 400;

/** How often it is asked anew whether somebody looks: a tab that is gone says nothing. */
const LOOK_AGAIN_MS = 30_000;

/** After these there may be something new to keep for the service worker. */
const MIRRORED: readonly ChatEvent['type'][] = [
  'bookmarks',
  'conversations',
  'displayed',
  'line',
  'mark',
  'person',
  'read',
  'room-joined',
  'room-name',
  'room-removed',
  'roster',
  'show',
  'unread',
  'wishes',
];

const urgentOf = (state: ChatState): readonly string[] =>
  Object.keys(state.marks).filter((address) => state.marks[address]?.urgent);

export interface Chatting extends Asks {
  readonly self: string;
  state(): ChatState;
}

/**
 * Tells the person, through the system, of what comes while they do not look, and takes back what they have read. Runs in the
 * leading tab: each line is told once, however many tabs there are.
 */
export class Notifier {
  private mirrors: Mirrors | undefined;
  private mirrorTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly lookTimer: ReturnType<typeof setInterval>;
  private readonly detach: readonly (() => void)[];
  private stopped = false;
  private registering: Promise<void> = Promise.resolve();

  constructor(private readonly chat: Chatting) {
    this.detach = [onLooking(() => void this.lookAround()), device.onChange(() => this.deviceChanged())];
    this.lookTimer = setInterval(() => void this.lookAround(), LOOK_AGAIN_MS);
    void this.lookAround();
  }

  /** Something has happened, and the state has it already. */
  heard(event: ChatEvent): void {
    if (this.stopped) return;
    if (MIRRORED.includes(event.type)) this.mirrorSoon();
    switch (event.type) {
      case 'line':
        if (event.entry.own) void this.clear(event.address);
        else if (event.counts) void this.arrived(event);
        break;
      case 'read':
      case 'room-removed':
        void this.clear(event.address);
        break;
      case 'displayed':
        void this.clear(event.address, event.archiveId);
        break;
      case 'amended':
        if (event.amendment.kind === 'retraction') void this.takenBack(event.address, event.amendment.of);
        break;
      case 'connection':
        if (event.connection.kind === 'online') this.register();
        break;
      case 'show':
        void this.lookAround();
        this.register();
        break;
      case 'mark':
      case 'bookmarks':
        if (this.chat.state().show === 'dnd') this.register();
        break;
      default:
        break;
    }
  }

  private deviceChanged(): void {
    this.mirrorSoon();
    this.register();
  }

  /**
   * Ends; resolves when nothing of it is under way with the server any more.
   *
   * @param keep whether the service worker is to know what changed last: the tab goes, and the person does not
   */
  async stop(keep = false): Promise<void> {
    this.stopped = true;
    clearInterval(this.lookTimer);
    if (this.mirrorTimer !== undefined) {
      clearTimeout(this.mirrorTimer);
      if (keep) void this.mirror();
    }
    for (const off of this.detach) off();
    await this.registering;
  }

  private async arrived({ address, kind, entry }: ChatEvent & { type: 'line' }): Promise<void> {
    const now = Date.now();
    if (now - entry.at > NEWS_MS || !this.isUnread(address)) return;
    const looking = await isHeld(LOOKED);
    const state = this.chat.state();
    const us = ourselvesIn(kind === 'room' ? state.rooms[address] : undefined);
    const verdict = decide(
      {
        kind,
        body: entry.body,
        mentioned: mentionsUs(entry, this.chat.self, us, state.show === 'available'),
      },
      {
        show: state.show,
        notify: notifyOf(state.marks[address]),
        urgent: state.marks[address]?.urgent ?? false,
        wishes: state.wishes,
        now,
        looking,
        elsewhereAt: state.elsewhereAt,
      },
    );
    if (!verdict.tell) return;
    if (!device.tells) {
      device.missed();
      return;
    }
    const registration = await navigator.serviceWorker.getRegistration();
    if (!registration || !this.isUnread(address)) return;
    const said = kind === 'room' ? `${entry.author}: ${wordsOf(entry)}` : wordsOf(entry);
    const line = entry.archiveId ?? entry.originId;
    await show(registration, {
      title: nameOf(state, address),
      body: device.preview ? said : t.notifications.newMessage,
      sound: device.sound,
      data: {
        account: this.chat.self,
        conversation: address,
        path: pathOf(kind, address, jid.domain(this.chat.self), line ? { line } : {}),
        ...(line ? { line } : {}),
      },
    });
    // It may have been read while the browser was about to show it.
    if (!this.isUnread(address)) await this.clear(address);
  }

  private isUnread(address: string): boolean {
    return (this.chat.state().conversations[address]?.unread ?? 0) > 0;
  }

  /** The conversation was read: all of it, or up to a line. */
  private async clear(address: string, upTo?: string): Promise<void> {
    const registration = await navigator.serviceWorker?.getRegistration();
    const notification = registration && (await notificationOf(registration, address));
    const line = carriedBy(notification)?.line;
    if (upTo === undefined || line === undefined || isUpTo(line, upTo)) notification?.close();
  }

  private async takenBack(address: string, of: string): Promise<void> {
    const registration = await navigator.serviceWorker?.getRegistration();
    const notification = registration && (await notificationOf(registration, address));
    const line = carriedBy(notification)?.line;
    const entry = this.chat
      .state()
      .conversations[address]?.timeline.entries.find((e) =>
        [e.archiveId, e.messageId, e.originId].includes(of),
      );
    if (line !== undefined && (line === of || line === entry?.archiveId)) notification?.close();
  }

  /** XEP-0352: the server lets other devices ring when nobody looks here. */
  private async lookAround(): Promise<void> {
    const visible = await isHeld(VISIBLE);
    if (this.stopped) return;
    const active = visible && this.chat.state().idleSince === undefined;
    await this.chat.perform({ type: 'client-state', active }).catch(() => undefined);
  }

  /** Who is busy, without exceptions, or appears offline is told nothing through push services either. */
  private register(): void {
    this.registering = this.registering
      .then(async () => {
        const state = this.chat.state();
        const { show, connection } = state;
        if (this.stopped || connection.kind !== 'online') return;
        const busy = show === 'dnd';
        const wanted = device.tells && show !== 'offline' && (!busy || urgentOf(state).length > 0);
        device.change({ push: await keepRegistered(this.chat, wanted, busy) });
      })
      .catch(() => {
        device.change({ push: 'unreachable' }); // tried again with the next session
      });
  }

  private mirrorSoon(): void {
    this.mirrorTimer ??= setTimeout(() => {
      this.mirrorTimer = undefined;
      void this.mirror();
    }, MIRROR_AFTER_MS);
  }

  private async mirror(): Promise<void> {
    if (loadAccount()?.address !== this.chat.self) return; // another tab has signed out
    const state = this.chat.state();
    const { show, wishes, idleSince } = state;
    const marks = Object.entries(state.marks).flatMap(([address, { notify }]) =>
      notify ? [[address, notify] as const] : [],
    );
    const known = new Set([...Object.keys(state.conversations), ...Object.keys(state.people)]);
    try {
      this.mirrors ??= await openMirrors();
      await this.mirrors.write({
        account: this.chat.self,
        show: idleSince === undefined ? show : 'available',
        wishes,
        marks: Object.fromEntries(marks),
        snoozed: Object.fromEntries(
          Object.entries(state.marks).flatMap(([address, { snoozedUntil }]) =>
            snoozedUntil === undefined ? [] : [[address, snoozedUntil] as const],
          ),
        ),
        urgent: urgentOf(state),
        names: Object.fromEntries([...known].map((address) => [address, nameOf(state, address)])),
        nicks: Object.fromEntries(Object.values(state.rooms).map((r) => [r.address, r.nick])),
        device: { on: device.on, preview: device.preview, sound: device.sound },
        words: {
          message: t.notifications.newMessage,
          call: t.notifications.calls,
          request: t.notifications.asks,
        },
        badge: unreadNumber(state),
      });
    } catch {
      // Some private windows have no storage: then nothing is told while they are closed.
    }
  }
}
