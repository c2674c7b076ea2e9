package stoa.files;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Where files are on the web: {@code https://DOMAIN:PORT/files/ID/NAME}. The host is the domain of
 * whoever uploads, whose certificate names it.
 *
 * @param port under which people reach the web port
 */
public record FileAddresses(IntSupplier port) {
    /** What the path of every file begins with. */
    public static final String PATH = "/files/";

    private static final int HTTPS = 443;

    String of(Slot slot) {
        int at = port.getAsInt();
        return "https://"
                + slot.owner().domain()
                + (at == HTTPS ? "" : ":" + at)
                + PATH
                + slot.id()
                + "/"
                + URLEncoder.encode(slot.name(), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
