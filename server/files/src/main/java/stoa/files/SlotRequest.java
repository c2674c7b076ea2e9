package stoa.files;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * What a client wants to upload (XEP-0363 section 4), read and checked.
 *
 * @param name without any directory, control characters or bidirectional overrides, so that it
 *     shows what it is
 * @param mediaType in lower case and without parameters, or null
 */
record SlotRequest(String name, long size, @Nullable String mediaType) {
    static final String NAMESPACE = "urn:xmpp:http:upload:0";

    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]");

    /** Reads it; null when something is missing, malformed or too long. */
    static @Nullable SlotRequest read(Element request) {
        String filename = request.attribute("filename");
        String size = request.attribute("size");
        String type = request.attribute("content-type");
        if (filename == null || size == null || !size.matches("[0-9]{1,15}")) {
            return null;
        }
        String name = UNSEEN.matcher(filename).replaceAll("");
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).strip();
        String media = type == null || type.isBlank() ? null : bare(type);
        if (name.isEmpty()
                || name.matches("\\.+")
                || name.length() > UploadLimits.NAME_LENGTH
                || Long.parseLong(size) == 0
                || (media != null && !MEDIA_TYPE.matcher(media).matches())) {
            return null;
        }
        return new SlotRequest(name, Long.parseLong(size), media);
    }

    /** A media type without its parameters. */
    static String bare(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
