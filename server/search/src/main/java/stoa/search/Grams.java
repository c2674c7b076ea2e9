package stoa.search;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UScript;

/**
 * A folded text as short pieces, each with its place. Pure.
 *
 * <p>Of words in scripts that put spaces between them: every three letters, and the first one and
 * two of each word. Of scripts without spaces, of Hangul, whose words have their particles
 * attached, and of pictures and mathematical signs: every character and every two. Everything else
 * (spaces, punctuation) is a gap, however much of it there is.
 *
 * <p>So three letters are found anywhere in a word, one or two where a word begins; of the other
 * scripts a single character is found anywhere.
 */
final class Grams {
    /** Takes pieces in the order of their places. */
    @FunctionalInterface
    interface Sink {
        /**
         * A piece.
         *
         * @param place in the text, in characters; a gap counts as one
         */
        void piece(int[] points, int from, int to, int place);
    }

    private static final int LONGEST = 3;

    /** The sign that lengthens a vowel, which is of no script by itself. */
    private static final int LONG_VOWEL = 0x30FC;

    private static final int FIRST_SKIN_TONE = 0x1F3FB;
    private static final int LAST_SKIN_TONE = 0x1F3FF;

    private enum Kind {
        GAP,
        WORD,
        DENSE
    }

    private Grams() {}

    /**
     * The pieces of a stored text.
     *
     * @param place where it begins
     * @return where it ends
     */
    static int ofStored(int[] points, int place, Sink sink) {
        return runs(
                points,
                place,
                (kind, from, to, at, first) -> {
                    if (kind == Kind.DENSE) {
                        for (int i = from; i < to; i++) {
                            sink.piece(points, i, i + 1, at + i - from);
                            if (i + 2 <= to) {
                                sink.piece(points, i, i + 2, at + i - from);
                            }
                        }
                        return;
                    }
                    for (int length = 1; length < LONGEST && from + length <= to; length++) {
                        sink.piece(points, from, from + length, at);
                    }
                    for (int i = from; i + LONGEST <= to; i++) {
                        sink.piece(points, i, i + LONGEST, at + i - from);
                    }
                });
    }

    /**
     * Pieces enough to know a text by that is looked for: as few as cover it, and of each word but
     * the first its beginning, since a phrase goes on where a word begins.
     */
    static void ofWanted(int[] points, Sink sink) {
        runs(
                points,
                0,
                (kind, from, to, at, first) -> {
                    int length = Math.min(to - from, kind == Kind.DENSE ? 2 : LONGEST);
                    if (kind == Kind.WORD && !first && length == LONGEST) {
                        sink.piece(points, from, from + LONGEST - 1, at);
                    }
                    for (int i = from; i + length < to; i += length) {
                        sink.piece(points, i, i + length, at + i - from);
                    }
                    sink.piece(points, to - length, to, at + to - length - from);
                });
    }

    private interface Run {
        void run(Kind kind, int from, int to, int place, boolean first);
    }

    private static int runs(int[] points, int place, Run each) {
        int at = place;
        boolean first = true;
        int from = 0;
        while (from < points.length) {
            Kind kind = kind(points[from]);
            int to = from + 1;
            while (to < points.length && kind(points[to]) == kind) {
                to++;
            }
            if (kind == Kind.GAP) {
                at++;
            } else {
                each.run(kind, from, to, at, first);
                first = false;
                at += to - from;
            }
            from = to;
        }
        return at;
    }

    private static Kind kind(int point) {
        if (point < 0x80) {
            return Character.isLetterOrDigit(point) ? Kind.WORD : sign(point);
        }
        return switch (UScript.getScript(point)) {
            case UScript.HAN,
                    UScript.HIRAGANA,
                    UScript.KATAKANA,
                    UScript.HANGUL,
                    UScript.BOPOMOFO,
                    UScript.YI,
                    UScript.THAI,
                    UScript.LAO,
                    UScript.KHMER,
                    UScript.MYANMAR,
                    UScript.TIBETAN ->
                    isText(point) ? Kind.DENSE : Kind.GAP;
            default -> point == LONG_VOWEL ? Kind.DENSE : isText(point) ? Kind.WORD : sign(point);
        };
    }

    private static boolean isText(int point) {
        return UCharacter.isLetterOrDigit(point)
                || switch (UCharacter.getType(point)) {
                    case UCharacterCategory.NON_SPACING_MARK,
                            UCharacterCategory.COMBINING_SPACING_MARK,
                            UCharacterCategory.ENCLOSING_MARK,
                            UCharacterCategory.LETTER_NUMBER,
                            UCharacterCategory.OTHER_NUMBER ->
                            true;
                    default -> false;
                };
    }

    private static Kind sign(int point) {
        if (point >= FIRST_SKIN_TONE && point <= LAST_SKIN_TONE) {
            return Kind.DENSE;
        }
        return switch (UCharacter.getType(point)) {
            case UCharacterCategory.MATH_SYMBOL,
                    UCharacterCategory.CURRENCY_SYMBOL,
                    UCharacterCategory.OTHER_SYMBOL ->
                    Kind.DENSE;
            default -> Kind.GAP;
        };
    }
}
