package stoa.features.webpush;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.form.DataForm;

/**
 * How a browser is reached, as its {@code PushSubscription} says: the fields {@code endpoint},
 * {@code p256dh} and {@code auth} of the publish options, the latter two in base64url (RFC 8291
 * section 3.2).
 *
 * @param endpoint where its push service takes messages for it (RFC 8030 section 5)
 * @param key the browser's
 * @param secret the authentication secret, 16 bytes
 * @param preview whether what a message says may be told; false with {@code preview} = 0
 * @param zone where the device's clock is ({@code zone}, a name of the time zone database), by
 *     which quiet hours go; null when it does not say, or says none
 * @param busy whether its person is not to be disturbed ({@code show} = {@code dnd}, RFC 6121
 *     section 4.7.2.1), but by what they have marked as urgent
 */
record Subscription(
        URI endpoint,
        ECPublicKey key,
        Bytes secret,
        boolean preview,
        @Nullable ZoneId zone,
        boolean busy) {
    private static final int SECRET_BYTES = 16;

    /** The longest address of a browser. */
    static final int ENDPOINT_LIMIT = 2_000;

    /** What the form says, or null when it does not say it right. */
    static @Nullable Subscription read(@Nullable DataForm form) {
        String endpoint = form == null ? null : form.value("endpoint");
        String key = form == null ? null : form.value("p256dh");
        String secret = form == null ? null : form.value("auth");
        if (endpoint == null
                || key == null
                || secret == null
                || endpoint.length() > ENDPOINT_LIMIT) {
            return null;
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            byte[] auth = decoder.decode(secret);
            URI address = new URI(endpoint);
            return auth.length == SECRET_BYTES && address.getHost() != null
                    ? new Subscription(
                            address,
                            P256.point(decoder.decode(key)),
                            Bytes.of(auth),
                            !"0".equals(form.value("preview")),
                            zone(form.value("zone")),
                            "dnd".equals(form.value("show")))
                    : null;
        } catch (URISyntaxException | IllegalArgumentException | GeneralSecurityException e) {
            return null;
        }
    }

    private static @Nullable ZoneId zone(@Nullable String name) {
        try {
            return name == null ? null : ZoneId.of(name);
        } catch (DateTimeException notOne) {
            return null;
        }
    }
}
