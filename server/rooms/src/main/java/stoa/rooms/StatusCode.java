package stoa.rooms;

import stoa.xmpp.xml.Element;

/** The status codes of the registry, section 15.6.2, that a room gives. */
final class StatusCode {
    /** Everybody present may see the newcomer's real address. */
    static final int NON_ANONYMOUS = 100;

    /** The affiliation of somebody changed who was not in the room. */
    static final int AFFILIATION_CHANGED_AWAY = 101;

    /** The configuration changed in something that is not about privacy. */
    static final int CONFIG_CHANGED = 104;

    static final int SELF = 110;
    static final int LOGGED = 170;
    static final int NO_LONGER_LOGGED = 171;
    static final int NOW_NON_ANONYMOUS = 172;
    static final int NOW_SEMI_ANONYMOUS = 173;
    static final int CREATED = 201;
    static final int NICK_ASSIGNED = 210;
    static final int BANNED = 301;
    static final int NICK_CHANGED = 303;
    static final int KICKED = 307;
    static final int AFFILIATION_CHANGED = 321;
    static final int MEMBERS_ONLY = 322;
    static final int SHUTDOWN = 332;

    /**
     * The occupant could not be reached, without {@link #KICKED}; with it, to a session that
     * believes itself inside and is not (section 7.2.18).
     */
    static final int UNREACHABLE = 333;

    private static final String[] TEXTS = new String[400];

    static {
        for (int code = 0; code < TEXTS.length; code++) {
            TEXTS[code] = Integer.toString(code);
        }
    }

    private StatusCode() {}

    static Element element(int code) {
        return Element.of("status", Muc.USER).attribute("code", TEXTS[code]).build();
    }
}
