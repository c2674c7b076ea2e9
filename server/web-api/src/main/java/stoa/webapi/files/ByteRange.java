package stoa.webapi.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes of a file are wanted (RFC 9110 section 14.1.2), from 0, both ends included. */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,15})-([0-9]{0,15})");

    /**
     * Reads the header. Without one, with several ranges, or in another unit the whole file is
     * meant, as section 14.2 allows.
     *
     * @return null when the range lies outside the file
     */
    static @Nullable ByteRange read(@Nullable String header, long size) {
        Matcher found = ONE.matcher(header == null ? "" : header.strip());
        if (!found.matches() || (found.group(1).isEmpty() && found.group(2).isEmpty())) {
            return new ByteRange(0, size - 1);
        }
        if (found.group(1).isEmpty()) {
            long suffix = Long.parseLong(found.group(2));
            return suffix == 0 ? null : new ByteRange(Math.max(0, size - suffix), size - 1);
        }
        long first = Long.parseLong(found.group(1));
        long last = found.group(2).isEmpty() ? size - 1 : Long.parseLong(found.group(2));
        return first >= size || last < first
                ? null
                : new ByteRange(first, Math.min(last, size - 1));
    }

    long length() {
        return last - first + 1;
    }

    boolean isPart(long size) {
        return length() < size;
    }

    /** For {@code Content-Range}. */
    String header(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
