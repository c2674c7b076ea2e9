package stoa.accounts.invite;

/** Who may invite to an account ({@code xmpp.invitations}); to a contact list everybody may. */
public enum InvitingPolicy {
    /** Those who administer the domain. */
    ADMINISTRATORS,
    /** Everybody who has an account. */
    EVERYBODY
}
