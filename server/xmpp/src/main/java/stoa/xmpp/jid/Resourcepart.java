package stoa.xmpp.jid;

import rocks.xmpp.precis.PrecisProfiles;

/** Resourceparts, RFC 7622 section 3.4: the profile OpaqueString (RFC 8265 section 4.2). */
final class Resourcepart {
    private Resourcepart() {}

    static String prepare(String part) {
        Parts.checkRaw(part, "resourcepart");
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return Parts.enforce(PrecisProfiles.OPAQUE_STRING::enforce, part, "resourcepart");
            }
        }
        return Parts.checkPrepared(part, "resourcepart");
    }
}
