package stoa.xmpp.sasl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a connection has for channel binding (RFC 5056). */
public interface ChannelBindings {
    /** RFC 9266, for TLS 1.3. */
    String TLS_EXPORTER = "tls-exporter";

    /** RFC 5929 section 4: the hash of the server's certificate. */
    String TLS_SERVER_END_POINT = "tls-server-end-point";

    /** A connection without TLS. */
    ChannelBindings NONE =
            new ChannelBindings() {
                @Override
                public List<String> types() {
                    return List.of();
                }

                @Override
                public byte @Nullable [] data(String type) {
                    return null;
                }
            };

    /** The types there is data for, best first; also what XEP-0440 announces. */
    List<String> types();

    /** The data of a type, or null when this connection has none. */
    byte @Nullable [] data(String type);
}
