package stoa.store.room;

/** A long-lived standing in a room, XEP-0045 section 5.2. */
public enum Affiliation {
    OWNER,
    ADMIN,
    MEMBER,
    OUTCAST,
    /** Stored as no entry at all. */
    NONE
}
