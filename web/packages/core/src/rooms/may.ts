import type { Affiliation, Occupant } from './types.ts';

/** What one can do to somebody inside a room. */
export type OccupantAct =
  'voice' | 'mute' | 'moderator' | 'unmoderator' | 'kick' | 'ban' | 'member' | 'admin' | 'owner' | 'none';

const RANK: readonly Affiliation[] = ['outcast', 'none', 'member', 'admin', 'owner'];
const rank = (a: Affiliation) => RANK.indexOf(a);

/** Whether hats may be made and given (XEP-0317): by admins and owners. */
export const mayGiveHats = (self: Occupant | undefined): boolean =>
  self !== undefined && rank(self.affiliation) >= rank('admin');

/**
 * What the privileges of XEP-0045 §5 let one do to another: so that only what can succeed is offered. The room itself decides
 * anew. Affiliations need the real address, which a room may keep to itself.
 */
export function mayDo(self: Occupant | undefined, other: Occupant): readonly OccupantAct[] {
  if (!self || self.nick === other.nick) return [];
  const acts: OccupantAct[] = [];
  const admin = rank(self.affiliation) >= rank('admin');
  const owner = self.affiliation === 'owner';
  const below = rank(other.affiliation) < rank('admin');
  const lower = rank(other.affiliation) < rank(self.affiliation);
  if (self.role === 'moderator') {
    if (other.role === 'visitor') acts.push('voice');
    if (other.role === 'participant' && below) acts.push('mute');
    if (admin && other.role === 'participant') acts.push('moderator');
    if (admin && other.role === 'moderator' && below) acts.push('unmoderator');
    // §8.2: nobody is taken out by somebody whose standing is lower.
    if (below && rank(other.affiliation) <= Math.max(rank(self.affiliation), rank('member')))
      acts.push('kick');
  }
  if (other.address !== undefined) {
    if (admin && lower) acts.push('ban');
    if (admin && other.affiliation === 'none') acts.push('member');
    if (owner && other.affiliation !== 'admin' && other.affiliation !== 'owner') acts.push('admin');
    if (owner && other.affiliation !== 'owner') acts.push('owner');
    if (admin && lower && rank(other.affiliation) >= rank('member')) acts.push('none');
  }
  return acts;
}
