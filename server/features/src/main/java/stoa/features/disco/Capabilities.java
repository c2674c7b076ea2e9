package stoa.features.disco;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import stoa.core.hook.Identity;

/**
 * The verification string of XEP-0115 section 5.1, for answers without forms and without languages.
 * Pure.
 */
final class Capabilities {
    private Capabilities() {}

    static String hash(List<Identity> identities, List<String> features) {
        StringBuilder text = new StringBuilder();
        identities.stream()
                .map(
                        id ->
                                id.category()
                                        + "/"
                                        + id.type()
                                        + "//"
                                        + (id.name() == null ? "" : id.name()))
                .sorted()
                .forEach(id -> text.append(id).append('<'));
        features.stream().sorted().distinct().forEach(feature -> text.append(feature).append('<'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
