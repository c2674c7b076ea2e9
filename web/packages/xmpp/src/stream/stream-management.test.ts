import { describe, expect, it } from 'vitest';
import { NS } from '../namespaces.ts';
import { xml } from '../xml.ts';
import { AckMismatch, StreamManagement, UNACKED_LIMIT } from './stream-management.ts';

const message = (id: string) => xml('message', NS.client, { id });

describe('StreamManagement', () => {
  it('gives the acknowledged stanzas in order', () => {
    const sm = new StreamManagement('s');
    for (const id of ['1', '2', '3']) sm.sent(message(id));
    expect(sm.ack(2).map((s) => s.attrs.id)).toEqual(['1', '2']);
    expect(sm.ack(2)).toEqual([]);
    expect(sm.ack(3).map((s) => s.attrs.id)).toEqual(['3']);
  });

  it('sends again what the server had not handled when the session is resumed', () => {
    const sm = new StreamManagement('s');
    for (const id of ['1', '2', '3']) sm.sent(message(id));
    const { acked, resend } = sm.resume(1);
    expect(acked.map((s) => s.attrs.id)).toEqual(['1']);
    expect(resend.map((s) => s.attrs.id)).toEqual(['2', '3']);
    expect(sm.ack(3).map((s) => s.attrs.id)).toEqual(['2', '3']);
  });

  it('refuses an acknowledgement of what was never sent, and one that goes back', () => {
    const sm = new StreamManagement('s');
    sm.sent(message('1'));
    expect(() => sm.ack(2)).toThrow(AckMismatch);
    sm.ack(1);
    expect(() => sm.ack(0)).toThrow(AckMismatch);
    expect(() => sm.ack(NaN)).toThrow(AckMismatch);
  });

  it('counts what we handled, and says so', () => {
    const sm = new StreamManagement('s');
    sm.received();
    sm.received();
    expect(sm.answer().attrs.h).toBe('2');
    expect(sm.resumeRequest().attrs).toEqual({ previd: 's', h: '2' });
  });

  it('says when its queue is full', () => {
    const sm = new StreamManagement('s');
    for (let i = 0; i < UNACKED_LIMIT; i++) sm.sent(message(String(i)));
    expect(sm.full).toBe(true);
  });
});
