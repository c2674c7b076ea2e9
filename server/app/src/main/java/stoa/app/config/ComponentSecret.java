package stoa.app.config;

import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;

/** A component's address, and what it must know (XEP-0114). Never printed whole. */
public record ComponentSecret(DomainJid address, String secret) {
    /** Reads {@code ADDRESS=SECRET}. */
    static ComponentSecret read(String text) throws Option.BadValue {
        int sign = text.indexOf('=');
        if (sign <= 0 || sign == text.length() - 1) {
            throw new Option.BadValue("expected \"bridge.example.org=SECRET\"");
        }
        try {
            return new ComponentSecret(
                    DomainJid.of(text.substring(0, sign).strip()),
                    text.substring(sign + 1).strip());
        } catch (InvalidJidException e) {
            throw new Option.BadValue("the address of a component is no domain: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return address + "=…";
    }
}
