package stoa.xmpp.jid;

/**
 * An address that RFC 7622 does not allow. The message says which part and why, never the whole
 * address.
 */
public final class InvalidJidException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidJidException(String reason) {
        super(reason);
    }
}
