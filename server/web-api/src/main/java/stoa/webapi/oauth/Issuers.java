package stoa.webapi.oauth;

import java.net.IDN;
import java.util.function.IntSupplier;

/**
 * What the provider of each domain is called and where it is: {@code https://DOMAIN:PORT}, whose
 * certificate names the domain (RFC 8414 section 2).
 *
 * @param port under which people reach the web port
 */
public record Issuers(IntSupplier port) {
    static final String METADATA = "/.well-known/oauth-authorization-server";
    private static final int HTTPS = 443;

    /** The issuer identifier of a domain. */
    String of(String domain) {
        int at = port.getAsInt();
        return "https://" + IDN.toASCII(domain) + (at == HTTPS ? "" : ":" + at);
    }

    /** Where its metadata is (RFC 8414 section 3). */
    public String discovery(String domain) {
        return of(domain) + METADATA;
    }
}
