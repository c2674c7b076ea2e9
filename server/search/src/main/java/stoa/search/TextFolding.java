package stoa.search;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import java.util.Map;

/**
 * What makes two spellings of a text one: compatibility forms and case (NFKC_Casefold, UAX #31),
 * marks over and under letters of scripts in which people leave them out, and a few letters that
 * are written either way. The same for what is stored and what is looked for. Pure.
 */
final class TextFolding {
    private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
    private static final Normalizer2 APART = Normalizer2.getNFDInstance();
    private static final Normalizer2 TOGETHER = Normalizer2.getNFCInstance();

    /** The Arabic letter that only stretches a word. */
    private static final int TATWEEL = 0x640;

    /** Kana voicing marks tell letters apart, though they are marks of no script. */
    private static final int VOICED = 0x3099;

    private static final int SEMI_VOICED = 0x309A;

    private static final Map<Integer, String> LETTERS =
            Map.ofEntries(
                    // Latin letters that no decomposition takes the stroke from
                    Map.entry((int) 'ı', "i"),
                    Map.entry((int) 'ł', "l"),
                    Map.entry((int) 'ø', "o"),
                    Map.entry((int) 'đ', "d"),
                    Map.entry((int) 'ð', "d"),
                    Map.entry((int) 'ħ', "h"),
                    Map.entry((int) 'ŧ', "t"),
                    Map.entry((int) 'þ', "th"),
                    Map.entry((int) 'æ', "ae"),
                    Map.entry((int) 'œ', "oe"),
                    // Arabic: alef maksura, Farsi yeh and keheh, teh marbuta, alef wasla
                    Map.entry(0x649, "\u064a"),
                    Map.entry(0x6CC, "\u064a"),
                    Map.entry(0x6A9, "\u0643"),
                    Map.entry(0x629, "\u0647"),
                    Map.entry(0x671, "\u0627"),
                    // Hebrew final letters, so that a part of a word is found in it
                    Map.entry(0x5DA, "\u05db"),
                    Map.entry(0x5DD, "\u05de"),
                    Map.entry(0x5DF, "\u05e0"),
                    Map.entry(0x5E3, "\u05e4"),
                    Map.entry(0x5E5, "\u05e6"));

    private TextFolding() {}

    /** The code points of the folded text. */
    static int[] fold(String text) {
        String apart = APART.normalize(FOLD.normalize(text));
        StringBuilder folded = new StringBuilder(apart.length());
        apart.codePoints().forEach(point -> fold(point, folded));
        return TOGETHER.normalize(folded).codePoints().toArray();
    }

    private static void fold(int point, StringBuilder folded) {
        String letters = point < 0x80 ? null : LETTERS.get(point);
        if (point < 0x80) {
            folded.append((char) point);
        } else if (letters != null) {
            folded.append(letters);
        } else if (UCharacter.getType(point) == UCharacterCategory.DECIMAL_DIGIT_NUMBER) {
            folded.append(UCharacter.digit(point));
        } else if (point != TATWEEL && !isLeftOut(point)) {
            folded.appendCodePoint(point);
        }
    }

    /** A mark that many leave out: accents, Arabic vowels, Hebrew points. */
    private static boolean isLeftOut(int point) {
        if (UCharacter.getType(point) != UCharacterCategory.NON_SPACING_MARK) {
            return false;
        }
        return switch (UScript.getScript(point)) {
            case UScript.INHERITED -> point != VOICED && point != SEMI_VOICED;
            case UScript.LATIN,
                    UScript.GREEK,
                    UScript.CYRILLIC,
                    UScript.ARABIC,
                    UScript.HEBREW,
                    UScript.SYRIAC ->
                    true;
            default -> false;
        };
    }
}
