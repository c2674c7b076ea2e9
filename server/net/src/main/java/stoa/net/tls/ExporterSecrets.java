package stoa.net.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.internal.tcnative.SSLContext;
import java.lang.reflect.Field;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exporter secrets of TLS 1.3 connections, which netty-tcnative tells through BoringSSL's key
 * log callback and in no other way (decision record 15). The callback gets every secret of a
 * handshake as a line of text; only {@code EXPORTER_SECRET} is kept, by the native address of its
 * connection, until the end of the handshake takes it. Nothing of it is written anywhere.
 *
 * <p>Holds an entry for each handshake under way, so the listeners' limits bound it. Safe on any
 * thread.
 */
final class ExporterSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(ExporterSecrets.class);
    private static final byte[] LABEL = {'E', 'X', 'P', 'O', 'R', 'T', 'E', 'R', '_', 'S'};

    private final ConcurrentHashMap<Long, byte[]> bySsl = new ConcurrentHashMap<>();

    /**
     * Listens to a context's handshakes.
     *
     * @return false when this Netty does not let us: then there is no {@code tls-exporter}
     */
    boolean listenTo(ReferenceCountedOpenSslContext context) {
        try {
            // Netty keeps the context that tcnative's call wants in a protected field and gives
            // away only the SSL_CTX below it.
            Field field = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
            field.setAccessible(true);
            return SSLContext.setKeyLogCallback(field.getLong(context), this::logged);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("tls_exporter_unavailable", e);
            return false;
        }
    }

    private void logged(long ssl, byte[] line) {
        for (int i = 0; i < LABEL.length; i++) {
            if (i >= line.length || line[i] != LABEL[i]) {
                return;
            }
        }
        int end = line.length;
        while (end > 0 && line[end - 1] <= ' ') {
            end--;
        }
        int start = end;
        while (start > 0 && line[start - 1] > ' ') {
            start--;
        }
        StringBuilder hex = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            hex.append((char) line[i]);
        }
        bySsl.put(ssl, HexFormat.of().parseHex(hex));
    }

    /** Takes the secret of a connection whose handshake has ended, or null when it has none. */
    byte @Nullable [] take(long ssl) {
        return bySsl.remove(ssl);
    }
}
