import { jid } from '@stoa/xmpp';
import type { Chat } from '../chat/chat.svelte.ts';

/** Whom somebody typed: a person of the list by name, or an address; undefined when it is neither. */
export function personAddress(chat: Chat, typed: string): string | undefined {
  const name = typed.trim().toLowerCase();
  const person = Object.values(chat.state.people).find((p) => p.name.toLowerCase() === name);
  return person?.address ?? jid.addressFrom(typed, jid.domain(chat.self));
}

/**
 * The same, or everybody of a domain (XEP-0045 §9.1): `example.org`, or `@example.org` for one that could be a person's name as
 * well.
 */
export function personOrDomain(chat: Chat, typed: string): string | undefined {
  const text = typed.trim().normalize('NFC').toLowerCase();
  const people = Object.values(chat.state.people);
  const isDomain = /^@?[^@/\s]+$/.test(text) && (text.startsWith('@') || text.includes('.'));
  const isPerson = people.some((p) => p.name.toLowerCase() === text || jid.local(p.address) === text);
  if (!isDomain || isPerson) return personAddress(chat, typed);
  return text.replace(/^@/, '');
}
