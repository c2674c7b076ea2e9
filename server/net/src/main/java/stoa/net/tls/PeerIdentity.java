package stoa.net.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The domains that a server's certificate names (RFC 9525, RFC 6120 section 13.7.1.2.1): {@code
 * dNSName}, {@code SRVName} for {@code _xmpp-server} (RFC 4985) and {@code id-on-xmppAddr}. A
 * common name counts for nothing (RFC 9525 section 2).
 */
final class PeerIdentity {
    private static final int OTHER_NAME = 0;
    private static final int DNS_NAME = 2;
    private static final String SERVICE = "_xmpp-server.";

    /** The DER of 1.3.6.1.5.5.7.8.5 and 1.3.6.1.5.5.7.8.7. */
    private static final byte[] XMPP_ADDR = {6, 8, 43, 6, 1, 5, 5, 7, 8, 5};

    private static final byte[] SRV_NAME = {6, 8, 43, 6, 1, 5, 5, 7, 8, 7};
    private static final int UTF8_STRING = 0x0C;
    private static final int IA5_STRING = 0x16;

    private PeerIdentity() {}

    static boolean names(X509Certificate certificate, String domainAscii) {
        Collection<List<?>> all;
        try {
            all = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return false;
        }
        return all != null && all.stream().anyMatch(name -> matches(name, domainAscii));
    }

    private static boolean matches(List<?> name, String domain) {
        if (name.get(0) instanceof Integer kind && kind == DNS_NAME) {
            return name.get(1) instanceof String dns && isPresented(dns, domain);
        }
        if (name.get(0) instanceof Integer kind
                && kind == OTHER_NAME
                && name.get(1) instanceof byte[] der) {
            String srv = otherName(der, SRV_NAME);
            String address = otherName(der, XMPP_ADDR);
            return (srv != null
                            && srv.toLowerCase(Locale.ROOT).startsWith(SERVICE)
                            && isPresented(srv.substring(SERVICE.length()), domain))
                    || domain.equalsIgnoreCase(address);
        }
        return false;
    }

    /** RFC 9525 section 6.3: a wildcard is the whole leftmost label and stands for one. */
    static boolean isPresented(String presented, String domain) {
        String name = presented.toLowerCase(Locale.ROOT);
        if (name.equals(domain)) {
            return true;
        }
        int dot = domain.indexOf('.');
        return name.startsWith("*.") && dot > 0 && name.substring(1).equals(domain.substring(dot));
    }

    /** The text of an {@code otherName} of that type (RFC 5280 section 4.2.1.6), or null. */
    static @Nullable String otherName(byte[] der, byte[] type) {
        int at = indexOf(der, type);
        if (at < 0) {
            return null;
        }
        // [0] EXPLICIT around the value; what is longer than a domain has its length in two bytes.
        int value = at + type.length;
        int tag = value + 2;
        if (tag + 2 > der.length
                || der[value] != (byte) 0xA0
                || (der[tag] != UTF8_STRING && der[tag] != IA5_STRING)
                || der[tag + 1] < 0
                || tag + 2 + der[tag + 1] > der.length) {
            return null;
        }
        return new String(der, tag + 2, der[tag + 1], StandardCharsets.UTF_8);
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
