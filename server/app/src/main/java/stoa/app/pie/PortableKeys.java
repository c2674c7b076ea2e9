package stoa.app.pie;

import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.store.account.ScramKeys;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Element;

/**
 * {@code <scram-credentials/>} (XEP-0227 section 4.3), and what ejabberd wrote before there was.
 */
final class PortableKeys {
    /** More rounds than anybody's server waits for. */
    static final int MAX_ITERATIONS = 10_000_000;

    /** RFC 5802 section 5.1; with fewer nobody is let in here. */
    private static final int LEAST_ITERATIONS = stoa.xmpp.sasl.ScramKeys.LEAST_ITERATIONS;

    private static final int MAX_SALT_BYTES = 1_024;
    private static final String MECHANISM = "SCRAM-";
    private static final String OLD_PASSWORD = "scram:";
    private static final Pattern ROUNDS = Pattern.compile("[1-9][0-9]{0,7}");

    private PortableKeys() {}

    /**
     * The keys as an element.
     *
     * @param twice COMPAT(ejabberd 23.01): its import wants keys and salt encoded twice, as its
     *     export writes them
     */
    static Element write(ScramKeys keys, boolean twice) {
        return Element.of("scram-credentials", Pie.SCRAM)
                .attribute("mechanism", MECHANISM + keys.hash())
                .child("iter-count", Integer.toString(keys.iterations()))
                .child("salt", encoded(keys.salt(), twice))
                .child("server-key", encoded(keys.serverKey(), twice))
                .child("stored-key", encoded(keys.storedKey(), twice))
                .build();
    }

    private static String encoded(Bytes bytes, boolean twice) {
        String once = Base64.getEncoder().encodeToString(bytes.array());
        return twice ? encoded(Bytes.utf8(once), false) : once;
    }

    /** The keys of an element; null, which is told, when they cannot be used. */
    static @Nullable ScramKeys read(Element element, LeftOut leftOut) {
        String mechanism = element.attribute("mechanism");
        if (mechanism == null || !mechanism.startsWith(MECHANISM)) {
            leftOut.say("password keys of no SCRAM mechanism");
            return null;
        }
        return read(
                mechanism.substring(MECHANISM.length()),
                element.childText("iter-count"),
                element.childText("salt"),
                element.childText("stored-key"),
                element.childText("server-key"),
                leftOut);
    }

    /** Whether the attribute {@code password} holds keys instead: {@code scram:…}. */
    static boolean isOldForm(String password) {
        return password.startsWith(OLD_PASSWORD);
    }

    /** {@code scram:[hash,]stored-key,server-key,salt,rounds}. */
    static @Nullable ScramKeys readOldForm(String password, LeftOut leftOut) {
        String[] parts = password.substring(OLD_PASSWORD.length()).split(",", -1);
        int first = parts.length - 4;
        if (first != 0 && first != 1) {
            leftOut.say("password keys that cannot be read");
            return null;
        }
        String hash =
                switch (first == 0 ? "sha" : parts[0]) {
                    case "sha" -> "SHA-1";
                    case "sha256" -> "SHA-256";
                    case "sha512" -> "SHA-512";
                    default -> "unknown";
                };
        return read(
                hash, parts[first + 3], parts[first + 2], parts[first], parts[first + 1], leftOut);
    }

    private static @Nullable ScramKeys read(
            String hashName,
            @Nullable String rounds,
            @Nullable String salt,
            @Nullable String storedKey,
            @Nullable String serverKey,
            LeftOut leftOut) {
        ScramHash hash = ScramHash.of(hashName);
        if (hash == null) {
            leftOut.say("password keys of a mechanism that is not offered here");
            return null;
        }
        Bytes saltBytes = decoded(salt);
        Bytes stored = decoded(storedKey);
        Bytes server = decoded(serverKey);
        if (isEncodedTwice(stored, hash) && isEncodedTwice(server, hash)) {
            saltBytes = decodedAgain(saltBytes);
            stored = decodedAgain(stored);
            server = decodedAgain(server);
        }
        boolean good =
                rounds != null
                        && ROUNDS.matcher(rounds.strip()).matches()
                        && Integer.parseInt(rounds.strip()) >= LEAST_ITERATIONS
                        && Integer.parseInt(rounds.strip()) <= MAX_ITERATIONS
                        && saltBytes != null
                        && saltBytes.length() > 0
                        && saltBytes.length() <= MAX_SALT_BYTES
                        && stored != null
                        && stored.length() == hash.bytes()
                        && server != null
                        && server.length() == hash.bytes();
        if (!good) {
            leftOut.say("password keys for SCRAM-" + hash.text() + " that cannot be used");
            return null;
        }
        return new ScramKeys(
                hash.text(), saltBytes, Integer.parseInt(rounds.strip()), stored, server);
    }

    /** COMPAT(ejabberd 23.01): see {@link #write}. A key is never as long as its encoded form. */
    private static boolean isEncodedTwice(@Nullable Bytes key, ScramHash hash) {
        Bytes again = key == null || key.length() == hash.bytes() ? null : decodedAgain(key);
        return again != null && again.length() == hash.bytes();
    }

    private static @Nullable Bytes decodedAgain(@Nullable Bytes once) {
        return once == null ? null : decoded(once.text());
    }

    private static @Nullable Bytes decoded(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Bytes.of(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
