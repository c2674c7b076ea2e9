package stoa.store.memory;

import java.util.Comparator;

/** Orders text by code points, as SQL does that compares UTF-8 bytes. */
final class CodePointOrder {
    static final Comparator<String> CODE_POINTS = CodePointOrder::compare;

    private CodePointOrder() {}

    private static int compare(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length()) {
            int left = a.codePointAt(i);
            int right = b.codePointAt(i);
            if (left != right) {
                return Integer.compare(left, right);
            }
            i += Character.charCount(left);
        }
        return Integer.compare(a.length(), b.length());
    }
}
