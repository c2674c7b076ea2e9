package stoa.net.s2s;

import org.jspecify.annotations.Nullable;
import stoa.net.stream.Namespaces;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;

/**
 * What each side of a stream between servers says that it takes (XEP-0478): in the features, and in
 * {@code <bidi/>} by the side that sends no features (section 3.2).
 */
final class AdvertisedLimits {
    /** Nobody may take less (RFC 6120 section 13.12); who says so is not believed. */
    private static final int LEAST_BYTES = 10_000;

    private static final int MOST_DIGITS = 9;

    private AdvertisedLimits() {}

    /**
     * What we take from a side that has proved its domain. It is told from the beginning, for no
     * features follow a proof by dialback, and before it no stanza is taken at all.
     */
    static Element ours(S2sLimits limits) {
        return Element.of("limits", Namespaces.STREAM_LIMITS)
                .child("max-bytes", Integer.toString(ParserLimits.DEFAULTS.stanzaBytes()))
                .child("idle-seconds", Long.toString(limits.idle().toSeconds()))
                .build();
    }

    /**
     * The longest stanza that the other side takes, in bytes.
     *
     * @param told its features, or its {@code <bidi/>}
     * @return null when it says nothing of that
     */
    static @Nullable Integer maxBytes(Element told) {
        Element limits = told.child("limits", Namespaces.STREAM_LIMITS);
        String text = limits == null ? null : limits.childText("max-bytes");
        if (text == null || !text.strip().matches("[0-9]+")) {
            return null;
        }
        String digits = text.strip();
        return digits.length() > MOST_DIGITS
                ? Integer.MAX_VALUE
                : Math.max(LEAST_BYTES, Integer.parseInt(digits));
    }
}
