package stoa.net.stream;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.StreamError;

/** The checks of a stream header, RFC 6120 section 4.7, and the answer to a good one. */
final class Header {
    private Header() {}

    /** Opens the server's side, or ends the stream with the right error. */
    static boolean accept(ClientStream stream, StreamOpen open) {
        StreamError error = problem(stream, open);
        String to = recipient(open.from());
        if (error != null) {
            stream.fail(error);
            return false;
        }
        stream.reply(domain(open.to()), to, stream.server().newStreamId());
        return true;
    }

    private static @Nullable StreamError problem(ClientStream stream, StreamOpen open) {
        if (!open.contentNamespace().equals(Stanza.CLIENT)) {
            return StreamError.Condition.INVALID_NAMESPACE.error();
        }
        String to = open.to();
        if (to == null) {
            return StreamError.Condition.IMPROPER_ADDRESSING.error("the header names no domain");
        }
        String domain = domain(to);
        if (!stream.server().domains.serves(domain)) {
            return StreamError.Condition.HOST_UNKNOWN.error();
        }
        if (stream.isAuthenticated() && !domain.equals(stream.domain())) {
            return StreamError.Condition.HOST_UNKNOWN.error("not the domain that was signed in to");
        }
        return isVersion1(open.version())
                ? null
                : StreamError.Condition.UNSUPPORTED_VERSION.error();
    }

    /** The prepared domain, or the text itself where it is none (and thus not served). */
    private static String domain(@Nullable String to) {
        if (to == null) {
            return "";
        }
        try {
            return Jid.parse(to).toString();
        } catch (InvalidJidException e) {
            return to;
        }
    }

    /** The client's address for the answer's {@code to}, without its resource (section 4.7.2). */
    private static @Nullable String recipient(@Nullable String from) {
        if (from == null) {
            return null;
        }
        try {
            return Jid.parse(from).bare().toString();
        } catch (InvalidJidException e) {
            return null;
        }
    }

    /** Version 1 in whatever minor version, or a later one that knows 1.0 (section 4.7.5). */
    private static boolean isVersion1(@Nullable String version) {
        if (version == null) {
            return false;
        }
        int dot = version.indexOf('.');
        String major = dot < 0 ? version : version.substring(0, dot);
        try {
            return Integer.parseInt(major) >= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
