package stoa.net.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.sasl.ChannelBindings;

/** What a TLS connection can be bound to: RFC 9266 from TLS 1.3 on, and RFC 5929 section 4. */
public final class TlsBindings implements ChannelBindings {
    private static final List<String> BOTH = List.of(TLS_EXPORTER, TLS_SERVER_END_POINT);
    private static final List<String> END_POINT = List.of(TLS_SERVER_END_POINT);

    private final byte @Nullable [] exporter;
    private final byte[] serverEndPoint;

    TlsBindings(byte @Nullable [] exporter, byte[] serverEndPoint) {
        this.exporter = exporter;
        this.serverEndPoint = serverEndPoint;
    }

    @Override
    public List<String> types() {
        return exporter == null ? END_POINT : BOTH;
    }

    @Override
    public byte @Nullable [] data(String type) {
        return switch (type) {
            case TLS_EXPORTER -> exporter;
            case TLS_SERVER_END_POINT -> serverEndPoint;
            default -> null;
        };
    }
}
