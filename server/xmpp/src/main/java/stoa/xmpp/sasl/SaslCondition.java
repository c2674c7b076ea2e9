package stoa.xmpp.sasl;

import java.util.Locale;

/** Why an exchange failed: the conditions of RFC 6120 section 6.5. */
public enum SaslCondition {
    ABORTED,
    ACCOUNT_DISABLED,
    CREDENTIALS_EXPIRED,
    ENCRYPTION_REQUIRED,
    INCORRECT_ENCODING,
    INVALID_AUTHZID,
    INVALID_MECHANISM,
    MALFORMED_REQUEST,
    MECHANISM_TOO_WEAK,
    NOT_AUTHORIZED,
    TEMPORARY_AUTH_FAILURE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The element's name. */
    public String text() {
        return text;
    }
}
