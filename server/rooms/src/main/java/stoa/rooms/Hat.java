package stoa.rooms;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * A hat, XEP-0317 section 3.1: what somebody is in a room beside role and affiliation.
 *
 * @param uri what it is known by
 * @param title what people read
 * @param hue the angle of its colour in degrees, as it was given; null for none
 */
record Hat(String uri, String title, @Nullable String hue) {
    static final int URI_CHARS = 512;
    static final int TITLE_CHARS = 128;
    private static final int HUE_CHARS = 16;

    /** A hat of what somebody has written, or null when that makes none. */
    static @Nullable Hat of(String uri, String title, @Nullable String hue) {
        boolean good =
                isUri(uri)
                        && !title.isBlank()
                        && title.length() <= TITLE_CHARS
                        && title.chars().noneMatch(Character::isISOControl)
                        && (hue == null || isHue(hue));
        return good ? new Hat(uri, title.strip(), hue) : null;
    }

    private static boolean isUri(String text) {
        try {
            return text.length() <= URI_CHARS && new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isHue(String text) {
        try {
            double angle = text.length() > HUE_CHARS ? -1 : Double.parseDouble(text);
            return angle >= 0 && angle <= 360;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    Element toElement() {
        return Element.of("hat", Muc.HATS)
                .attribute("uri", uri)
                .attribute("title", title)
                .attribute("hue", hue)
                .build();
    }
}
