package stoa.xmpp.sasl;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * SASLprep (RFC 4013), which SCRAM and PLAIN prescribe for passwords: clients hash the password
 * themselves, so the server must prepare it the way they do. Code points that Unicode 3.2 did not
 * know are let through, as in RFC 4013's query form: passwords may hold an emoji.
 */
public final class SaslPrep {
    private SaslPrep() {}

    /** The prepared string, or null when it holds what is prohibited. */
    public static @Nullable String prepare(String text) {
        if (isPlainAscii(text)) {
            return text;
        }
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (isNonAsciiSpace(c)) {
                                mapped.append(' ');
                            } else if (!isMappedToNothing(c)) {
                                mapped.appendCodePoint(c);
                            }
                        });
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return normal.codePoints().anyMatch(SaslPrep::isProhibited) || !isBidiAllowed(normal)
                ? null
                : normal;
    }

    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    /** RFC 3454 table C.1.2. */
    private static boolean isNonAsciiSpace(int c) {
        return c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200B)
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /** RFC 3454 table B.1. */
    private static boolean isMappedToNothing(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x1806
                || (c >= 0x180B && c <= 0x180D)
                || c == 0x200C
                || c == 0x200D
                || c == 0x2060
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF;
    }

    /** RFC 4013 section 2.3: RFC 3454 tables C.1.2, C.2.1, C.2.2 and C.3 to C.9. */
    private static boolean isProhibited(int c) {
        return isNonAsciiSpace(c)
                || c < 0x20
                || (c >= 0x7F && c <= 0x9F)
                || c == 0x6DD
                || c == 0x70F
                || c == 0x180E
                || (c >= 0x200C && c <= 0x200F)
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x2063)
                || (c >= 0x206A && c <= 0x206F)
                || c == 0x340
                || c == 0x341
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFD)
                || (c >= 0x1D173 && c <= 0x1D17A)
                || (c >= 0x2FF0 && c <= 0x2FFB)
                || (c >= 0xFDD0 && c <= 0xFDEF)
                || (c & 0xFFFE) == 0xFFFE
                || (c >= 0xE000 && c <= 0xF8FF)
                || c >= 0xF0000
                || (c >= 0xD800 && c <= 0xDFFF)
                || c == 0xE0001
                || (c >= 0xE0020 && c <= 0xE007F);
    }

    /** RFC 3454 section 6. */
    private static boolean isBidiAllowed(String text) {
        boolean right = text.codePoints().anyMatch(SaslPrep::isRightToLeft);
        if (!right) {
            return true;
        }
        boolean left =
                text.codePoints()
                        .anyMatch(
                                c ->
                                        Character.getDirectionality(c)
                                                == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return !left
                && isRightToLeft(text.codePointAt(0))
                && isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
