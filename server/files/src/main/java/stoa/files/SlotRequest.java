package stoa.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stoa.store.file.FilePurpose;
import stoa.xmpp.xml.Element;

/**
 * What a client wants to upload (XEP-0363 section 4), read and checked.
 *
 * @param name without any directory, control characters or bidirectional overrides, so that it
 *     shows what it is
 * @param mediaType in lower case and without parameters, or null
 */
record SlotRequest(String name, long size, @Nullable String mediaType, FilePurpose purpose) {
    static final String NAMESPACE = "urn:xmpp:http:upload:0";
    static final String PURPOSES = "urn:xmpp:http:upload:purpose:0";

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
        FilePurpose purpose = purpose(request);
        return purpose == null ? null : new SlotRequest(name, Long.parseLong(size), media, purpose);
    }

    /**
     * Section 5: a message's where none is said, or none that is known; null for more than one, and
     * for an end that is no time.
     */
    private static @Nullable FilePurpose purpose(Element request) {
        List<Element> said =
                request.elements().filter(one -> one.namespace().equals(PURPOSES)).toList();
        if (said.size() > 1) {
            return null;
        }
        Element one = said.isEmpty() ? null : said.getFirst();
        FilePurpose.Kind kind = kind(one == null ? "" : one.name());
        String end = one == null ? null : one.attribute("expire-before");
        if (kind != FilePurpose.Kind.EPHEMERAL || end == null) {
            return FilePurpose.of(kind);
        }
        Instant expiresAt = time(end);
        return expiresAt == null ? null : new FilePurpose(kind, expiresAt);
    }

    private static FilePurpose.Kind kind(String name) {
        for (FilePurpose.Kind kind : FilePurpose.Kind.values()) {
            if (feature(kind).equals(PURPOSES + "#" + name)) {
                return kind;
            }
        }
        return FilePurpose.Kind.MESSAGE;
    }

    /** By which it is advertised that files are kept for that. */
    static String feature(FilePurpose.Kind kind) {
        return PURPOSES + "#" + kind.name().toLowerCase(Locale.ROOT);
    }

    /** XEP-0082: with a zone; null when it is none that is ever kept. */
    private static @Nullable Instant time(String text) {
        try {
            return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException noTime) {
            return null;
        }
    }

    /** A media type without its parameters. */
    static String bare(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
