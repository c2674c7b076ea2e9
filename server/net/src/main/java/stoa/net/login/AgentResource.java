package stoa.net.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import stoa.xmpp.jid.BareJid;

/**
 * The part of a resource that the server makes (XEP-0386 section 3.2.1): of an account's client the
 * same each time. Not the client's id itself: others see resources, and the id names the client to
 * the server. Pure.
 */
public final class AgentResource {
    private static final int BYTES = 8;

    private AgentResource() {}

    /** For the client with that user agent's id. */
    public static String of(BareJid account, String agentId) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(account.toString().getBytes(StandardCharsets.UTF_8));
            byte[] hash = sha.digest(agentId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether that client binds this resource, whatever tag it puts before it. */
    public static boolean isOf(String resource, BareJid account, String agentId) {
        String unique = of(account, agentId);
        return resource.equals(unique) || resource.endsWith('/' + unique);
    }
}
