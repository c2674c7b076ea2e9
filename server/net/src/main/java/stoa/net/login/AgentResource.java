package stoa.net.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;

/**
 * The part of a resource that the server makes (XEP-0386 section 3.2.1): of an account's client the
 * same each time. Not the client's id itself: others see resources, and the id names the client to
 * the server. Pure.
 */
public final class AgentResource {
    private static final int BYTES = 8;
    private static final int MOST_TAG = 64;

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

    /** For the client with that user agent's id, behind a tag that it has chosen, if any. */
    public static String tagged(BareJid account, String agentId, @Nullable String tag) {
        return behind(tag, of(account, agentId), account);
    }

    /** A tag and what the server has made; a tag that cannot stand in a resource is left out. */
    public static String behind(@Nullable String tag, String unique, BareJid account) {
        if (tag == null || tag.isBlank()) {
            return unique;
        }
        String start = tag.strip();
        if (start.codePointCount(0, start.length()) > MOST_TAG) {
            start = start.substring(0, start.offsetByCodePoints(0, MOST_TAG));
        }
        try {
            String tagged = start + '/' + unique;
            return account.withResource(tagged).resource().equals(tagged) ? tagged : unique;
        } catch (InvalidJidException e) {
            return unique;
        }
    }

    /** Whether that client binds this resource, whatever tag it puts before it. */
    public static boolean isOf(String resource, BareJid account, String agentId) {
        String unique = of(account, agentId);
        return resource.equals(unique) || resource.endsWith('/' + unique);
    }
}
