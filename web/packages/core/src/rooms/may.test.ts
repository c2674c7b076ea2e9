import { describe, expect, it } from 'vitest';
import { mayDo } from './may.ts';
import type { Affiliation, Occupant, Role } from './types.ts';

const is = (affiliation: Affiliation, role: Role, nick = `${affiliation} ${role}`): Occupant => ({
  nick,
  affiliation,
  role,
  show: 'available',
  address: `${affiliation}@example.org`,
});

describe('mayDo (XEP-0045 §5)', () => {
  const owner = is('owner', 'moderator');
  const admin = is('admin', 'moderator');
  const moderator = is('none', 'moderator');
  const participant = is('none', 'participant');

  it('lets an owner do everything to those below', () => {
    expect(mayDo(owner, participant)).toEqual([
      'mute',
      'moderator',
      'kick',
      'ban',
      'member',
      'admin',
      'owner',
    ]);
    expect(mayDo(owner, admin)).toEqual(['ban', 'owner', 'none']);
  });

  it('lets an admin name members and ban, but touch no admin or owner', () => {
    expect(mayDo(admin, is('member', 'participant'))).toEqual(['mute', 'moderator', 'kick', 'ban', 'none']);
    expect(mayDo(admin, owner)).toEqual([]);
    expect(mayDo(admin, is('admin', 'moderator', 'another'))).toEqual([]);
  });

  it('lets a moderator give and take voice, and take people out', () => {
    expect(mayDo(moderator, is('none', 'visitor'))).toEqual(['voice', 'kick']);
    expect(mayDo(moderator, participant)).toEqual(['mute', 'kick']);
    expect(mayDo(moderator, owner)).toEqual([]);
  });

  it('lets others do nothing, nobody anything to themselves, and nothing by address where there is none', () => {
    expect(mayDo(participant, is('none', 'visitor'))).toEqual([]);
    expect(mayDo(owner, owner)).toEqual([]);
    expect(mayDo(undefined, participant)).toEqual([]);
    const { address: _, ...hidden } = participant;
    expect(mayDo(owner, hidden)).toEqual(['mute', 'moderator', 'kick']);
  });
});
